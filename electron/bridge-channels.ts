/** Main process and preload: under which names the calls of `window.cuponera` travel, and how they are answered. */
import type { DesktopBridge } from '../server/contracts/desktop.ts'

/** A call that the main process answers. */
export type Call = Exclude<keyof DesktopBridge, 'onResume'>

export const channels: Record<Call, string> = {
  speak: 'cuponera:speak',
  versions: 'cuponera:versions',
  startupFailure: 'cuponera:startup-failure',
  retryStart: 'cuponera:retry-start',
  restoreData: 'cuponera:restore-data',
  openLogs: 'cuponera:open-logs',
  settings: 'cuponera:settings',
  testConnection: 'cuponera:test-connection',
  changeConnection: 'cuponera:change-connection',
  changePort: 'cuponera:change-port',
  setStartAtLogin: 'cuponera:set-start-at-login',
  chooseCaFile: 'cuponera:choose-ca-file',
  chooseCsv: 'cuponera:choose-csv',
  saveFile: 'cuponera:save-file',
  notify: 'cuponera:notify',
  restart: 'cuponera:restart',
}

/** Told to the page when the computer wakes from sleep. */
export const resumed = 'cuponera:resumed'

/** An answer on its way. An error thrown across the bridge would arrive with Electron's own words around it. */
export type Answer = { value: unknown } | { refusal: string }
