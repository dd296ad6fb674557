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

const usual: Settings = { connection: { kind: 'this_computer' }, password: null, port: null }

/** Reads what was kept. Whatever is wrong with it, the program starts: a damaged file is put aside as `.damaged`. */
export async function readSettings(file: string): Promise<Settings> {
  try {
    // Left by a program that was killed while it wrote.
    await rm(draftOf(file), { force: true })
    return settings.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError)
      await rename(file, `${file}.damaged`).catch(() => undefined)
    return usual
  }
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
