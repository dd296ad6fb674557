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
    if (isMissing(error)) return usualSettings
    throw new SettingsUnreadableError(file, error)
  }
}

/**
 * Keeps them, whole or not at all.
 *
 * @param over what stands there could not be read: it is kept beside, as `.damaged`.
 */
export async function writeSettings(file: string, kept: Settings, over?: 'unreadable'): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const draft = draftOf(file)
  await writeFile(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flush: true })
  // Not before there is something to take its place.
  if (over === 'unreadable') await putAside(file)
  await rename(draft, file)
}

async function putAside(file: string): Promise<void> {
  try {
    await rename(file, `${file}.damaged`)
  } catch (error) {
    // Somebody has taken it away by hand.
    if (!isMissing(error)) throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function draftOf(file: string): string {
  return `${file}.new`
}
