/** Main process: starting with the computer. The system keeps the choice, where a person can change it as well. */
import { app } from 'electron'
import { startWords } from './words.ts'

/** Windows and macOS can be asked; what a Linux desktop starts is set in its own settings. */
export const canStartAtLogin = process.platform === 'win32' || process.platform === 'darwin'

export function startsAtLogin(): boolean {
  return canStartAtLogin && app.getLoginItemSettings().openAtLogin
}

/** @throws Error in words where the system cannot be asked. */
export function setStartAtLogin(on: boolean): void {
  if (!canStartAtLogin) throw new Error(startWords().noLogin)
  app.setLoginItemSettings({ openAtLogin: on })
}
