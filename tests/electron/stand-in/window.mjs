import { EventEmitter } from 'node:events'
import { app } from './app.mjs'
import { openPage } from './page.mjs'
import { onCommand, preventable, seen, tell } from './wire.mjs'

/** @typedef {{ width: number, height: number, x?: number, y?: number, show?: boolean, webPreferences: { preload: string } }} Options */
/** @typedef {(event: object, ...args: unknown[]) => Promise<unknown>} Handler */
/** @typedef {(details: { url: string }) => { action: string }} OnOpen */
/** @typedef {{ x: number, y: number, width: number, height: number }} Bounds */

/** @type {Map<string, Handler>} */
const handlers = new Map()

export const ipcMain = {
  /** @param {string} channel @param {Handler} handler */
  handle: (channel, handler) => handlers.set(channel, handler),
  /** @param {string} channel */
  removeHandler: (channel) => handlers.delete(channel),
}

/** @param {string} channel @param {unknown[]} args @param {object} event */
async function call(channel, args, event) {
  try {
    const handler = handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return { value: await handler(event, ...args) }
  } catch (error) {
    return { error: String(error) }
  }
}

class WebContents extends EventEmitter {
  /** @type {ReturnType<typeof openPage> | undefined} */
  #page
  #url = ''
  /** @type {OnOpen} */
  #onOpen = () => ({ action: 'allow' })
  #preload
  #closed

  /** @param {string} preload @param {() => void} closed */
  constructor(preload, closed) {
    super()
    this.#preload = preload
    this.#closed = closed
  }

  /** @param {OnOpen} handler */
  setWindowOpenHandler(handler) {
    this.#onOpen = handler
  }

  /** @param {string} url */
  async loadURL(url) {
    this.#url = url
    await (await this.#opened()).load(url)
    this.emit('loaded')
  }

  reload() {
    void this.#reload()
  }

  async #reload() {
    const page = await this.#opened()
    if (!page.crashed) return page.reload()
    this.#page = undefined
    await page.close(false)
    return this.loadURL(this.#url)
  }

  /** @param {string} channel @param {unknown[]} args */
  send(channel, ...args) {
    void this.#opened().then((page) => page.deliver(channel, args))
  }

  /** @param {boolean} asking */
  async closePage(asking) {
    if (!this.#page) this.#closed()
    await (await this.#page)?.close(asking).catch(() => undefined)
  }

  #opened() {
    this.#page ??= openPage(this.#preload, {
      invoke: (channel, args, senderFrame) => call(channel, args, { sender: this, senderFrame }),
      mayNavigate: (url) => this.#allows('will-frame-navigate', { url }),
      mayOpen: (url) => this.#onOpen({ url }).action === 'allow',
      mayUnload: () => {
        const may = !this.#allows('will-prevent-unload')
        if (!may) app.quitting = false
        return may
      },
      crashed: () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 }),
      closed: this.#closed,
    })
    return this.#page
  }

  /** @param {string} name @param {object} [facts] */
  #allows(name, facts) {
    const event = preventable(facts)
    this.emit(name, event)
    return !event.defaultPrevented
  }
}

export class BrowserWindow extends EventEmitter {
  #bounds
  #maximized = false
  #minimized = false

  /** @param {Options} options */
  constructor(options) {
    super()
    const { x = 280, y = 110, width, height } = options
    this.#bounds = { x, y, width, height }
    seen['window'] = options
    this.webContents = new WebContents(options.webPreferences.preload, () => this.#gone())
    this.webContents.once('loaded', () => this.emit('ready-to-show'))
    app.windows.add(this)
    app.emit('web-contents-created', {}, this.webContents)
    onCommand('close', () => this.close())
    onCommand('minimize', () => (this.#minimized = true))
    onCommand('move', (/** @type {Bounds} */ bounds) => (this.#bounds = bounds))
    onCommand('emit', ({ name, facts }) => {
      const event = preventable(facts)
      this.webContents.emit(name, event)
      return { prevented: event.defaultPrevented }
    })
    onCommand('forge', ({ channel, args, senderFrame, foreign }) =>
      call(channel, args, { sender: foreign ? {} : this.webContents, senderFrame }),
    )
  }

  /** @param {string} url */
  async loadURL(url) {
    await this.webContents.loadURL(url)
  }

  close() {
    const event = preventable()
    this.emit('close', event)
    if (event.defaultPrevented) app.quitting = false
    else void this.webContents.closePage(true)
  }

  isDestroyed() {
    return !app.windows.has(this)
  }

  async destroy() {
    await this.webContents.closePage(false)
  }

  #gone() {
    if (!app.windows.has(this)) return
    this.emit('closed')
    app.windowClosed(this)
  }

  show() {
    tell('shown')
  }

  focus() {
    tell('focused', { minimized: this.#minimized })
  }

  maximize() {
    this.#maximized = true
  }

  restore() {
    this.#minimized = false
  }

  isMaximized() {
    return this.#maximized
  }

  isMinimized() {
    return this.#minimized
  }

  getNormalBounds() {
    return this.#bounds
  }
}
