/** Main process: what this program is made of. */
import { app } from 'electron'
import type { DesktopVersions } from '../server/contracts/desktop.ts'

export function versions(): DesktopVersions {
  const { electron, chrome, node } = process.versions
  return { cuponera: app.getVersion(), electron, chromium: chrome, node }
}
