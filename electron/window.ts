/** Main process: the one window, whose page is a page like any other: sandboxed, isolated, without Node. */
import { app, BrowserWindow } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface WindowSize {
  width: number
  height: number
  maximized: boolean
}

const usual: WindowSize = { width: 1360, height: 860, maximized: false }
/** Narrower than this the console is not made for. */
const smallest = { minWidth: 1024, minHeight: 640 }

/** Opens the window on the console; it appears once there is something to see. */
export function openWindow(origin: string, preload: string): BrowserWindow {
  const size = rememberedSize()
  const window = new BrowserWindow({
    ...smallest,
    width: size.width,
    height: size.height,
    title: 'Cuponera',
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    },
  })
  if (size.maximized) window.maximize()
  window.once('ready-to-show', () => {
    window.show()
  })
  window.on('close', () => {
    remember(window)
  })
  // A page that died leaves a white window; the session survives in its cookie.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') window.webContents.reload()
  })
  void window.loadURL(`${origin}/`)
  return window
}

function sizeFile(): string {
  return join(app.getPath('userData'), 'window.json')
}

// Whatever is wrong with what was remembered, the window opens in its usual size.
function rememberedSize(): WindowSize {
  try {
    const { width, height, maximized } = JSON.parse(readFileSync(sizeFile(), 'utf8')) as Partial<WindowSize>
    if (!Number.isInteger(width) || !Number.isInteger(height)) return usual
    return { width: width ?? usual.width, height: height ?? usual.height, maximized: maximized === true }
  } catch {
    return usual
  }
}

function remember(window: BrowserWindow): void {
  const { width, height } = window.getNormalBounds()
  try {
    writeFileSync(sizeFile(), JSON.stringify({ width, height, maximized: window.isMaximized() }))
  } catch (error) {
    // A size that cannot be kept must not keep the window open.
    process.stderr.write(`cuponera: ${error instanceof Error ? error.message : String(error)}\n`)
  }
}
