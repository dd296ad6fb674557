/** Main process: puts a window around the server, and keeps the two together. */
import { app, dialog, powerMonitor, type BrowserWindow } from 'electron'
import { join } from 'node:path'
import { programFolders } from '../server/config.ts'
import { resumed } from './bridge-channels.ts'
import { offerBridge } from './bridge.ts'
import { ConnectionSettings } from './connection-settings.ts'
import { openLog } from './log-file.ts'
import { setMenu } from './menu.ts'
import { keepToOrigin } from './navigation.ts'
import { Program } from './program.ts'
import { endInOrder } from './quit.ts'
import { bringUp, goTo, openWindow } from './window.ts'
import { startWords } from './words.ts'

const preload = join(import.meta.dirname, '..', 'preload', 'index.cjs')

function run(): void {
  // On macOS the usual folder would be the store's own, which a restored copy replaces.
  if (process.platform === 'darwin') app.setPath('userData', join(app.getPath('appData'), 'Cuponera Desktop'))
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  app.enableSandbox()
  // As the installer registers it: Windows shows notifications of programs that it knows.
  app.setAppUserModelId('app.cuponera.desktop')
  // Not awaited at the top level: Electron is ready only after this file has run to its end.
  app.whenReady().then(start).catch(fail)
}

async function start(): Promise<void> {
  const folders = programFolders(import.meta.url)
  const log = openLog(app.getPath('logs'))
  const connection = new ConnectionSettings(
    join(app.getPath('userData'), 'settings.json'),
    folders.migrationsDir,
  )
  let window: BrowserWindow | undefined
  const renameMenu = (): void => {
    setMenu(() => window)
  }
  const show = (origin: string): void => {
    if (window) {
      goTo(window, origin, log)
      return
    }
    window = openWindow(origin, preload, log)
    window.on('closed', () => {
      window = undefined
    })
    ending.guard(window)
    offerBridge(window, { program, connection, ending, log, renameMenu })
  }
  const args = process.argv.includes('--demo') ? ['--demo'] : []
  const program = new Program({ folders, args, connection, log, show })
  const ending = endInOrder(program)
  keepToOrigin(() => program.origin)
  renameMenu()
  app.on('second-instance', () => {
    if (window) bringUp(window)
  })
  powerMonitor.on('resume', () => {
    program.wake()
    window?.webContents.send(resumed)
  })
  await program.start()
}

/** Only what leaves nothing to show: the rest is told in the window. */
function fail(error: unknown): void {
  const words = error instanceof Error ? error.message : String(error)
  process.stderr.write(`cuponera: ${words}\n`)
  dialog.showErrorBox(startWords().failed, words)
  app.exit(1)
}

run()
