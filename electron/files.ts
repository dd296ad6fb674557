/** Main process: files that the person chooses in the system's own dialogs. No path comes from the page. */
import { app, dialog, type BrowserWindow, type OpenDialogOptions } from 'electron'
import { open, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ChosenFile } from '../server/contracts/desktop.ts'
import { MAX_FILE_BYTES } from '../server/contracts/imports.ts'
import { fileWords } from './words.ts'

const everything = () => ({ name: fileWords().everything, extensions: ['*'] })

/** A CSV, whole; null when none was chosen. Throws in words what keeps it from being read. */
export async function chooseCsv(window: BrowserWindow): Promise<ChosenFile | null> {
  const path = await choose(window, {
    title: fileWords().chooseCsv,
    filters: [{ name: fileWords().tables, extensions: ['csv', 'tsv', 'txt'] }, everything()],
    properties: ['openFile'],
  })
  return path === null ? null : { name: basename(path), bytes: await readCsv(path) }
}

async function readCsv(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const name = basename(path)
  const file = await open(path).catch((error: unknown) => {
    throw new Error(fileWords().notOpened(name, reasonOf(error)), { cause: error })
  })
  try {
    const status = await file.stat()
    if (!status.isFile()) throw new Error(fileWords().noFile(name))
    if (status.size > MAX_FILE_BYTES) throw new Error(fileWords().tooLarge(name, MAX_FILE_BYTES / 1_000_000))
    return new Uint8Array(await file.readFile())
  } finally {
    await file.close()
  }
}

/** The path of a certificate file; null when none was chosen. */
export function chooseCaFile(window: BrowserWindow): Promise<string | null> {
  return choose(window, {
    title: fileWords().chooseCa,
    filters: [{ name: fileWords().certificates, extensions: ['pem', 'crt', 'cer'] }, everything()],
    properties: ['openFile'],
  })
}

/** The path of a folder that holds a copy of this computer's data; null when none was chosen. */
export function chooseCopy(window: BrowserWindow): Promise<string | null> {
  return choose(window, {
    title: fileWords().chooseCopy,
    buttonLabel: fileWords().restore,
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
    throw new Error(fileWords().notSaved(basename(filePath), reasonOf(error)), { cause: error })
  })
  return true
}

// A suggestion only, but one that no system takes for a path or refuses.
function asFileName(name: string): string {
  return name.replace(/[\\/:*?"<>|]/g, '-').replace(/^\.+/, '')
}

const reasons: Record<string, keyof ReturnType<typeof fileWords>['reasons']> = {
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EROFS: 'readOnly',
  ENOENT: 'gone',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EISDIR: 'folder',
  EBUSY: 'busy',
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  const reason = reasons[code]
  return reason ? fileWords().reasons[reason] : error.message
}
