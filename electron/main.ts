/** Main process: starts the server, opens the window on it, and quits in order. */
import { app, dialog, type BrowserWindow } from 'electron'
import { join } from 'node:path'
import { programFolders, readConfig, type Config } from '../server/config.ts'
import { startServer, type RunningServer } from '../server/start.ts'
import { offerBridge } from './bridge.ts'
import { keepToOrigin } from './navigation.ts'
import { describeFailure } from './startup-failure.ts'
import { openWindow } from './window.ts'

const preload = join(import.meta.dirname, '..', 'preload', 'index.cjs')

function run(): void {
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  app.enableSandbox()
  // Not awaited at the top level: Electron is ready only after this file has run to its end.
  app.whenReady().then(start).catch(fail)
}

async function start(): Promise<void> {
  let config: Config | undefined
  let server: RunningServer | undefined
  try {
    config = readConfig(programFolders(import.meta.url), process.argv.includes('--demo') ? ['--demo'] : [])
    server = await startServer(config)
    quitInOrder(server)
    if (config.demo) await server.fillDemo((text) => process.stdout.write(`${text}\n`))
    show(server)
  } catch (error) {
    const { message, detail } = describeFailure(error, config)
    await server?.close()
    await dialog.showMessageBox({ type: 'error', title: 'Cuponera', message, detail, buttons: ['Quit'] })
    app.exit(1)
  }
}

function show(server: RunningServer): void {
  const { origin } = new URL(server.url)
  keepToOrigin(origin)
  offerBridge(origin)
  let window: BrowserWindow | undefined = openWindow(origin, preload)
  window.on('closed', () => {
    window = undefined
  })
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  // Without its window the program would hold the database with nobody to see it, on macOS as well.
  app.on('window-all-closed', () => {
    app.quit()
  })
}

/** The windows first, then the requests in flight, then the database; only then the process. */
function quitInOrder(server: RunningServer): void {
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    server
      .close()
      .catch((error: unknown) => {
        process.stderr.write(`cuponera: ${error instanceof Error ? error.message : String(error)}\n`)
      })
      .finally(() => {
        closed = true
        app.quit()
      })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      app.quit()
    })
}

function fail(error: unknown): void {
  process.stderr.write(`cuponera: ${error instanceof Error ? error.message : String(error)}\n`)
  app.exit(1)
}

run()
