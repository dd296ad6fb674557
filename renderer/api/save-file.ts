import type { DesktopBridge } from '../../server/contracts/desktop.ts'
import { desktop } from '../desktop/bridge.ts'
import { FileNotSaved } from './errors.ts'

/** Hands a text file over: to the browser, or to the desktop program, which asks where it shall lie. Throws FileNotSaved. */
export async function saveFile(file: Blob, fileName: string): Promise<void> {
  if (desktop) await save(desktop, fileName, await file.text())
  else handToBrowser(file, fileName)
}

// Whoever chooses no place wants no file: that is no error.
async function save(desktop: DesktopBridge, name: string, text: string): Promise<void> {
  try {
    await desktop.saveFile({ name, text })
  } catch (error) {
    throw new FileNotSaved(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function handToBrowser(file: Blob, fileName: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  // Revoked at once, some browsers save an empty file.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
