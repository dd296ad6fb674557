/** Main process: the one window, whose page is a page like any other: sandboxed, isolated, without Node. */
import { app, BrowserWindow, dialog, screen, type Rectangle } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { z } from 'zod'
import { crashWords } from './words.ts'

const remembered = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
})

const usual = { width: 1360, height: 860 }
/** Narrower than this the console is not made for. */
const smallest = { minWidth: 1024, minHeight: 640 }

/** Opens the window on the console; it appears once there is something to see. */
export function openWindow(origin: string, preload: string, log: Logger): BrowserWindow {
  const place = rememberedPlace()
  const window = new BrowserWindow({
    ...smallest,
    ...(place ? { x: place.x, y: place.y, width: place.width, height: place.height } : usual),
    title: 'Cuponera',
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    },
  })
  if (place?.maximized) window.maximize()
  window.once('ready-to-show', () => {
    window.show()
  })
  window.on('close', () => {
    remember(window)
  })
  reloadAfterCrash(window)
  goTo(window, origin, log)
  return window
}

/** Loads the console from the beginning, also where the address is the one it has. A window that cannot load it appears empty. */
export function goTo(window: BrowserWindow, origin: string, log: Logger): void {
  window.loadURL(`${origin}/`).catch((error: unknown) => {
    // A later load took its place; that one tells.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_ABORTED') return
    log.error({ err: error, origin }, 'load_failed')
    // Unseen, it could not be closed.
    if (!window.isDestroyed()) window.show()
  })
}

/** Brings the window before the person. */
export function bringUp(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

const MAX_CRASHES = 3
const WITHIN_MS = 60_000

// A page that died leaves a white window; the session survives in its cookie. One that keeps dying is not loaded for ever.
function reloadAfterCrash(window: BrowserWindow): void {
  let crashes: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    const now = performance.now()
    crashes = [...crashes.filter((at) => now - at < WITHIN_MS), now]
    if (crashes.length <= MAX_CRASHES) {
      window.webContents.reload()
      return
    }
    void askToReload(window).then((again) => {
      crashes = []
      if (again) window.webContents.reload()
      else window.close()
    })
  })
}

async function askToReload(window: BrowserWindow): Promise<boolean> {
  const { message, detail, again, close } = crashWords()
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Cuponera',
    message,
    detail,
    buttons: [again, close],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 0
}

function placeFile(): string {
  return join(app.getPath('userData'), 'window.json')
}

// Whatever is wrong with what was remembered, the window opens in its usual place.
function rememberedPlace(): z.output<typeof remembered> | undefined {
  try {
    const place = remembered.parse(JSON.parse(readFileSync(placeFile(), 'utf8')))
    return canBeGrasped(place) ? place : undefined
  } catch {
    return undefined
  }
}

/** How much of the window's upper edge must be on a screen, to see it and to drag it. */
const GRASP = { width: 160, height: 40 }

// A screen may be gone since.
function canBeGrasped({ x, y, width }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const seen = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    return seen >= GRASP.width && y >= workArea.y && y + GRASP.height <= workArea.y + workArea.height
  })
}

function remember(window: BrowserWindow): void {
  const { x, y, width, height } = window.getNormalBounds()
  try {
    writeFileSync(placeFile(), JSON.stringify({ x, y, width, height, maximized: window.isMaximized() }))
  } catch (error) {
    // A place that cannot be kept must not keep the window open.
    process.stderr.write(`cuponera: ${error instanceof Error ? error.message : String(error)}\n`)
  }
}
