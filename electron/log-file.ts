/** Main process: the server's log, in a file that cannot fill the disk. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pino, type DestinationStream, type Logger } from 'pino'

const MAX_BYTES = 5_000_000

/**
 * Opens `cuponera.log` in `folder`. Past 5 MB it becomes `cuponera.1.log`, in the place of the one before. A line that cannot be
 * written goes to standard error: a full disk must not end the program.
 */
export function openLog(folder: string, maxBytes = MAX_BYTES): Logger {
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, boundedFile(folder, maxBytes))
}

function boundedFile(folder: string, maxBytes: number): DestinationStream {
  const path = join(folder, 'cuponera.log')
  let size: number | undefined
  const append = (line: string): void => {
    size ??= prepare(folder, path)
    const bytes = Buffer.byteLength(line)
    if (size > 0 && size + bytes > maxBytes) {
      renameSync(path, join(folder, 'cuponera.1.log'))
      size = 0
    }
    appendFileSync(path, line, { mode: 0o600 })
    size += bytes
  }
  return {
    write: (line) => {
      try {
        append(line)
      } catch {
        process.stderr.write(line)
      }
    },
  }
}

/** @returns how many bytes are there already. */
function prepare(folder: string, path: string): number {
  mkdirSync(folder, { recursive: true })
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
