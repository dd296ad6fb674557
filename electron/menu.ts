/** Main process: the native menu, with the shortcuts that people know. */
import { app, dialog, Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron'
import { openLogs } from './logs-folder.ts'
import { versions } from './versions.ts'
import { menuWords } from './words.ts'

/**
 * Sets the menu in the language of the moment.
 *
 * @param window the window at that moment, for what the menu shows over it.
 */
export function setMenu(window: () => BrowserWindow | undefined): void {
  const words = menuWords()
  const about: MenuItemConstructorOptions = {
    label: words.about,
    click: () => {
      void showAbout(window())
    },
  }
  const logs: MenuItemConstructorOptions = {
    label: words.logs,
    click: () => {
      openLogs().catch((error: unknown) => {
        dialog.showErrorBox(words.noLogs, String(error))
      })
    },
  }
  const isMac = process.platform === 'darwin'
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac
        ? [macAppMenu(about)]
        : [{ label: words.file, submenu: [{ role: 'quit' as const, label: words.quit }] }]),
      editMenu(),
      viewMenu(),
      ...(isMac ? [macWindowMenu()] : []),
      { role: 'help', label: words.help, submenu: isMac ? [logs] : [logs, { type: 'separator' }, about] },
    ]),
  )
}

// Roles left to themselves speak English.
function macAppMenu(about: MenuItemConstructorOptions): MenuItemConstructorOptions {
  const words = menuWords()
  return {
    role: 'appMenu',
    submenu: [
      about,
      { type: 'separator' },
      { role: 'services', label: words.services },
      { type: 'separator' },
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.unhide },
      { type: 'separator' },
      { role: 'quit', label: words.quit },
    ],
  }
}

function macWindowMenu(): MenuItemConstructorOptions {
  const words = menuWords()
  return {
    role: 'windowMenu',
    label: words.window,
    submenu: [
      { role: 'minimize', label: words.minimize },
      { role: 'zoom', label: words.zoom },
      { type: 'separator' },
      { role: 'front', label: words.front },
    ],
  }
}

function editMenu(): MenuItemConstructorOptions {
  const words = menuWords()
  return {
    role: 'editMenu',
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      { type: 'separator' },
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      { role: 'selectAll', label: words.selectAll },
    ],
  }
}

function viewMenu(): MenuItemConstructorOptions {
  const words = menuWords()
  return {
    label: words.view,
    submenu: [
      { role: 'reload', label: words.reload },
      { type: 'separator' },
      { role: 'resetZoom', label: words.actualSize },
      { role: 'zoomIn', label: words.zoomIn },
      // The plus sign without Shift, where it shares a key.
      { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true },
      { role: 'zoomOut', label: words.zoomOut },
      { type: 'separator' },
      { role: 'togglefullscreen', label: words.fullScreen },
      // For whoever develops it: a till has nothing to look for there.
      ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
    ],
  }
}

async function showAbout(window: BrowserWindow | undefined): Promise<void> {
  const { cuponera, electron, chromium, node } = versions()
  const about = {
    type: 'info' as const,
    title: menuWords().about,
    message: `Cuponera ${cuponera}`,
    detail: `Electron ${electron}\nChromium ${chromium}\nNode ${node}`,
    buttons: [menuWords().ok],
  }
  await (window ? dialog.showMessageBox(window, about) : dialog.showMessageBox(about))
}
