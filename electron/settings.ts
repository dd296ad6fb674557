/** Main process: what was chosen for this computer, in `settings.json` of the program's own folder. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { connectionPlace, portInput } from '../server/contracts/desktop.ts'

const settings = z.object({
  connection: connectionPlace,
  /** Of the server above, encrypted by the system's key ring, in base64. */
  password: z.base64().nullable(),
  port: portInput,
})

export type Settings = z.output<typeof settings>

export const usualSettings: Settings = { connection: { kind: 'this_computer' }, password: null, port: null }

/** What was kept is there and cannot be read. Nobody knows then which store this computer belongs to. */
export class SettingsUnreadableError extends Error {
  override readonly name = 'SettingsUnreadableError'
  readonly file: string

  constructor(file: string, cause: unknown) {
    super('The settings of this computer cannot be read.', { cause })
    this.file = file
  }
}

/**
 * Reads what was kept; where nothing was, the usual settings.
 *
 * @throws SettingsUnreadableError; the file stays as it is.
 */
export async function readSettings(file: string): Promise<Settings> {
  try {
    // Left by a program that was killed while it wrote.
    await rm(draftOf(file), { force: true })
    return settings.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return usualSettings
    throw new SettingsUnreadableError(file, error)
  }
}

/** Keeps a file that could not be read out of the way, as `.damaged`. */
export async function putAside(file: string): Promise<void> {
  await rename(file, `${file}.damaged`)
}

/** Keeps them, whole or not at all. */
export async function writeSettings(file: string, kept: Settings): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const draft = draftOf(file)
  await writeFile(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(draft, file)
}

function draftOf(file: string): string {
  return `${file}.new`
}
