/** Main process: files that the person chooses in the system's own dialogs. No path comes from the page. */
import { app, dialog, type BrowserWindow, type OpenDialogOptions } from 'electron'
import { open, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ChosenFile } from '../server/contracts/desktop.ts'
import { MAX_FILE_BYTES } from '../server/contracts/imports.ts'

const everything = { name: 'All files', extensions: ['*'] }

/** A CSV, whole; null when none was chosen. Throws in words what keeps it from being read. */
export async function chooseCsv(window: BrowserWindow): Promise<ChosenFile | null> {
  const path = await choose(window, {
    title: 'Choose a file with codes',
    filters: [{ name: 'Tables and text', extensions: ['csv', 'tsv', 'txt'] }, everything],
    properties: ['openFile'],
  })
  return path === null ? null : { name: basename(path), bytes: await readCsv(path) }
}

async function readCsv(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const name = basename(path)
  const file = await open(path).catch((error: unknown) => {
    throw new Error(`“${name}” cannot be opened: ${reasonOf(error)}.`, { cause: error })
  })
  try {
    const status = await file.stat()
    if (!status.isFile()) throw new Error(`“${name}” is not a file.`)
    if (status.size > MAX_FILE_BYTES)
      throw new Error(
        `“${name}” is larger than ${MAX_FILE_BYTES / 1_000_000} MB. Split it and import the parts.`,
      )
    return new Uint8Array(await file.readFile())
  } finally {
    await file.close()
  }
}

/** The path of a certificate file; null when none was chosen. */
export function chooseCaFile(window: BrowserWindow): Promise<string | null> {
  return choose(window, {
    title: 'Choose the certificates to trust',
    filters: [{ name: 'Certificates', extensions: ['pem', 'crt', 'cer'] }, everything],
    properties: ['openFile'],
  })
}

/** The path of a folder that holds a copy of this computer's data; null when none was chosen. */
export function chooseCopy(window: BrowserWindow): Promise<string | null> {
  return choose(window, {
    title: 'Choose the folder with the copy',
    buttonLabel: 'Restore this copy',
    properties: ['openDirectory'],
  })
}

async function choose(window: BrowserWindow, options: OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options)
  return canceled ? null : (filePaths[0] ?? null)
}

/** Asks where to keep a text and writes it there; false when the person chose no place. */
export async function saveFile(
  window: BrowserWindow,
  { name, text }: { name: string; text: string },
): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), asFileName(name)),
  })
  if (canceled || filePath === '') return false
  await writeFile(filePath, text).catch((error: unknown) => {
    throw new Error(`“${basename(filePath)}” could not be saved: ${reasonOf(error)}.`, { cause: error })
  })
  return true
}

// A suggestion only, but one that no system takes for a path or refuses.
function asFileName(name: string): string {
  return name.replace(/[\\/:*?"<>|]/g, '-').replace(/^\.+/, '')
}

const reasons: Record<string, string> = {
  EACCES: 'this account may not',
  EPERM: 'this account may not',
  EROFS: 'nothing can be written there',
  ENOENT: 'no such file or folder is there any more',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EISDIR: 'it is a folder',
  EBUSY: 'another program has it open',
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  return reasons[code] ?? error.message
}
