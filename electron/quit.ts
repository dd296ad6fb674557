/** Main process: the end, in order: the window, the requests in flight, the database, the process. */
import { app, dialog, type BrowserWindow, type MessageBoxOptions } from 'electron'
import { appImageFile } from '../server/config.ts'
import type { Program } from './program.ts'
import { endWords } from './words.ts'

function question(): MessageBoxOptions {
  const { message, detail, keep, close } = endWords()
  return {
    type: 'question',
    title: 'Cuponera',
    message,
    detail,
    buttons: [keep, close],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
}
const CLOSE = 1

export interface Ending {
  /** Has the window ask before an import is lost. */
  guard(window: BrowserWindow): void
  /** Ends and starts again; asks as closing does. */
  restart(window: BrowserWindow): Promise<void>
}

/** Decides how the program ends, from now on. */
export function endInOrder(program: Program): Ending {
  let mayLose = false
  let asking = false

  const quit = (): void => {
    mayLose = true
    app.quit()
  }
  const mayEnd = async (window: BrowserWindow): Promise<boolean> => {
    if (mayLose || program.jobsRunning() === 0) return true
    // The question is open already.
    if (asking) return false
    asking = true
    const { response } = await dialog.showMessageBox(window, question())
    asking = false
    return response === CLOSE
  }

  closeBeforeExit(program)
  // Whoever sends a signal does not sit before the window.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, quit)
  // Without its window the program would hold the database with nobody to see it, on macOS as well.
  app.on('window-all-closed', quit)

  return {
    guard(window) {
      window.on('close', (event) => {
        if (mayLose || program.jobsRunning() === 0) return
        event.preventDefault()
        void mayEnd(window).then((may) => {
          if (may) quit()
        })
      })
      // The page objects to being left while it sends a file; without this the window would stay, and say nothing.
      window.webContents.on('will-prevent-unload', (event) => {
        if (mayLose || dialog.showMessageBoxSync(window, question()) === CLOSE) event.preventDefault()
      })
    },
    async restart(window) {
      if (!(await mayEnd(window))) return
      // An AppImage runs from a place that goes when it ends.
      const execPath = appImageFile()
      app.relaunch(execPath === undefined ? {} : { execPath })
      quit()
    },
  }
}

function closeBeforeExit(program: Program): void {
  let closing: Promise<void> | undefined
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    closing ??= program
      .close()
      .catch((error: unknown) => {
        process.stderr.write(`cuponera: ${error instanceof Error ? error.message : String(error)}\n`)
      })
      .finally(() => {
        closed = true
        app.quit()
      })
  })
}
