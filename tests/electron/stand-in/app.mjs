import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { seen, tell, preventable } from './wire.mjs'

const home = process.env['STAND_IN_HOME'] ?? ''
const lock = join(home, 'stand-in.lock')
const door = join(home, 'stand-in.sock')

/** @typedef {{ close(): void, destroy(): Promise<void> }} Closable */

class App extends EventEmitter {
  isPackaged = process.env['STAND_IN_PACKAGED'] === '1'
  /** @type {Set<Closable>} */
  windows = new Set()
  quitting = false
  #holdsLock = false
  /** @type {Promise<unknown>} */
  #knocked = Promise.resolve()

  whenReady() {
    // Later than the end of the main module, as the real one.
    return new Promise((resolve) => setImmediate(() => resolve(undefined)))
  }

  getVersion() {
    return JSON.parse(readFileSync('package.json', 'utf8')).version
  }

  /** @param {string} name */
  getPath(name) {
    const path = join(home, name)
    mkdirSync(path, { recursive: true })
    return path
  }

  getPreferredSystemLanguages() {
    return (process.env['STAND_IN_LANGUAGES'] ?? 'en-GB').split(',')
  }

  enableSandbox() {
    seen['sandboxed'] = true
  }

  setAppUserModelId() {}

  requestSingleInstanceLock() {
    const holder = holderOf(lock)
    if (holder === undefined) {
      this.#holdsLock = true
      writeFileSync(lock, String(process.pid))
      rmSync(door, { force: true })
      createServer((visitor) => {
        visitor.end()
        this.emit('second-instance', {}, [], '')
      })
        .listen(door)
        .unref()
    } else {
      this.#knocked = new Promise((resolve) =>
        connect(door).on('close', resolve).on('error', resolve).resume(),
      )
    }
    return this.#holdsLock
  }

  quit() {
    if (this.quitting) return
    this.quitting = true
    this.emit('before-quit', preventable())
    if (this.windows.size === 0) this.#willQuit()
    for (const window of this.windows) window.close()
  }

  /** @param {Closable} window */
  windowClosed(window) {
    this.windows.delete(window)
    if (this.windows.size > 0) return
    if (this.quitting) this.#willQuit()
    else this.emit('window-all-closed')
  }

  relaunch() {
    tell('relaunch')
  }

  #willQuit() {
    const event = preventable()
    this.emit('will-quit', event)
    this.quitting = !event.defaultPrevented
    if (this.quitting) void this.exit(0)
  }

  async exit(code = 0) {
    await Promise.all([...this.windows].map((window) => window.destroy()))
    this.emit('quit', {}, code)
    await this.#knocked
    if (this.#holdsLock) for (const path of [lock, door]) rmSync(path, { force: true })
    process.exit(code)
  }
}

/** @param {string} path @returns {number | undefined} the living process that holds it */
function holderOf(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'))
    process.kill(pid, 0)
    return pid
  } catch {
    return undefined
  }
}

export const app = new App()
