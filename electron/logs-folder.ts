/** Main process: where the program writes what happens. */
import { app, shell } from 'electron'
import { fileWords } from './words.ts'

/** Shows the folder in the system's own file manager. Throws in words where there is none. */
export async function openLogs(): Promise<void> {
  const folder = app.getPath('logs')
  const problem = await shell.openPath(folder)
  if (problem !== '') throw new Error(fileWords().noFolder(folder, problem))
}
