/** Main process: the native menu, with the shortcuts that people know. */
import { app, dialog, Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron'
import { openLogs } from './logs-folder.ts'
import { versions } from './versions.ts'

/** @param window the window at that moment, for what the menu shows over it. */
export function setMenu(window: () => BrowserWindow | undefined): void {
  const about: MenuItemConstructorOptions = {
    label: 'About Cuponera',
    click: () => {
      void showAbout(window())
    },
  }
  const logs: MenuItemConstructorOptions = {
    label: 'Open the Logs',
    click: () => {
      openLogs().catch((error: unknown) => {
        dialog.showErrorBox('The logs cannot be opened', String(error))
      })
    },
  }
  const isMac = process.platform === 'darwin'
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [macAppMenu(about)] : [{ label: '&File', submenu: [{ role: 'quit' as const }] }]),
      { role: 'editMenu' },
      viewMenu(),
      ...(isMac ? [{ role: 'windowMenu' as const }] : []),
      { role: 'help', label: '&Help', submenu: isMac ? [logs] : [logs, { type: 'separator' }, about] },
    ]),
  )
}

function macAppMenu(about: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      about,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  }
}

function viewMenu(): MenuItemConstructorOptions {
  return {
    label: '&View',
    submenu: [
      { role: 'reload' },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      // The plus sign without Shift, where it shares a key.
      { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      // For whoever develops it: a till has nothing to look for there.
      ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
    ],
  }
}

async function showAbout(window: BrowserWindow | undefined): Promise<void> {
  const { cuponera, electron, chromium, node } = versions()
  const about = {
    type: 'info' as const,
    title: 'About Cuponera',
    message: `Cuponera ${cuponera}`,
    detail: `Electron ${electron}\nChromium ${chromium}\nNode ${node}`,
    buttons: ['OK'],
  }
  await (window ? dialog.showMessageBox(window, about) : dialog.showMessageBox(about))
}
