import { createHash, randomUUID } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MAX_FILE_BYTES } from '../contracts/imports.ts'
import { tooLarge } from './errors.ts'

const HEAD_BYTES = 65_536
const READ_BYTES = 65_536

/** A whole upload on disk, and what was seen of it on its way. */
export interface SpooledFile {
  size: number
  sha256: Buffer
  /** Every byte of it is well-formed UTF-8. */
  isUtf8: boolean
  hasNul: boolean
  /** The first 64 kB. */
  head: Buffer
  /** All bytes, from the beginning; as often as wanted. */
  chunks(): AsyncIterable<Buffer>
  /** Forgets the file. Without this it ends with the process. */
  close(): Promise<void>
}

/**
 * Writes a stream to disk, so that no transaction waits for a network: an upload, or what is sent after a transaction.
 *
 * @throws DomainError `payload_too_large` past `mostBytes`, for an upload 200 MB. Nothing stays of what was written, then or after any other error.
 */
export async function spool(
  bytes: AsyncIterable<Buffer>,
  mostBytes: number = MAX_FILE_BYTES,
): Promise<SpooledFile> {
  const handle = await openNameless()
  try {
    const seen = await write(bytes, handle, mostBytes)
    return {
      ...seen,
      chunks: () => handle.createReadStream({ start: 0, autoClose: false, highWaterMark: READ_BYTES }),
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

// The name is removed at once: whatever ends the program, no file with codes is left behind.
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `cuponera-upload-${randomUUID()}`)
  const handle = await open(path, 'wx+', 0o600)
  await rm(path)
  return handle
}

async function write(
  bytes: AsyncIterable<Buffer>,
  handle: FileHandle,
  mostBytes: number,
): Promise<Omit<SpooledFile, 'chunks' | 'close'>> {
  const hash = createHash('sha256')
  const utf8 = utf8Check()
  const head: Buffer[] = []
  let size = 0
  let hasNul = false
  for await (const chunk of bytes) {
    if (size < HEAD_BYTES) head.push(chunk)
    size += chunk.length
    if (size > mostBytes) throw tooLarge()
    hash.update(chunk)
    utf8.push(chunk)
    hasNul ||= chunk.includes(0)
    await writeAll(handle, chunk)
  }
  return {
    size,
    sha256: hash.digest(),
    isUtf8: utf8.ends(),
    hasNul,
    head: Buffer.concat(head).subarray(0, HEAD_BYTES),
  }
}

async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let written = 0; written < chunk.length;)
    written += (await handle.write(chunk, written, chunk.length - written)).bytesWritten
}

function utf8Check(): { push: (chunk: Buffer) => void; ends: () => boolean } {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let good = true
  const attempt = (decode: () => unknown): void => {
    if (!good) return
    try {
      decode()
    } catch {
      good = false
    }
  }
  return {
    push: (chunk) => {
      attempt(() => decoder.decode(chunk, { stream: true }))
    },
    ends: () => {
      attempt(() => decoder.decode())
      return good
    },
  }
}
