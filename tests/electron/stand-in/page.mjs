/** The page of a window: in a real Chromium, with the real preload in it. */
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

/**
 * @typedef {{ url: string, parent: object | null }} Sender
 * @typedef {object} Listener
 * @property {(channel: string, args: unknown[], sender: Sender) => Promise<unknown>} invoke
 * @property {(url: string) => boolean} mayNavigate
 * @property {(url: string) => boolean} mayOpen
 * @property {() => boolean} mayUnload
 * @property {() => void} crashed
 * @property {() => void} closed
 */

/** @type {Promise<import('playwright-core').BrowserContext> | undefined} */
let context

/** The Chromium that the test has running. */
function browserContext() {
  context ??= chromium.connectOverCDP(process.env['STAND_IN_CHROMIUM'] ?? '').then((browser) => {
    const [first] = browser.contexts()
    if (!first) throw new Error('Chromium has no context')
    return first
  })
  return context
}

/**
 * @param {string} preload
 * @param {Listener} listener
 */
export async function openPage(preload, listener) {
  const page = await (await browserContext()).newPage()
  let crashed = false
  // Where the program itself leads the page, nobody is asked.
  let leading = ''

  await page.exposeBinding('standInInvoke', ({ frame }, channel, args) => {
    const parent = frame.parentFrame() ? {} : null
    return listener.invoke(channel, args, { url: frame.url(), parent })
  })
  // As a function of its own, for the page's content policy lets no text be run.
  const program = `function (require, module, exports) { ${readFileSync(preload, 'utf8')}\n}`
  await page.addInitScript(`(${inPage.toString()})(${program})`)
  const devtools = await page.context().newCDPSession(page)
  devtools.on('Fetch.requestPaused', ({ requestId, request }) => {
    const may = request.url === leading || listener.mayNavigate(request.url)
    const answer = may
      ? devtools.send('Fetch.continueRequest', { requestId })
      : devtools.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
    answer.catch(() => undefined)
  })
  await devtools.send('Fetch.enable', { patterns: [{ resourceType: 'Document' }] })
  page.on('popup', (popup) => {
    if (!listener.mayOpen(popup.url())) void popup.close()
  })
  page.on('dialog', (dialog) => {
    void (dialog.type() === 'beforeunload' && listener.mayUnload() ? dialog.accept() : dialog.dismiss())
  })
  page.on('crash', () => {
    crashed = true
    listener.crashed()
  })
  page.on('close', () => {
    if (!crashed) listener.closed()
  })

  return {
    get crashed() {
      return crashed
    },
    /** @param {string} url */
    async load(url) {
      leading = url
      await page.goto(url, { waitUntil: 'domcontentloaded' }).catch((/** @type {Error} */ error) => {
        const code = /net::(ERR_\w+)/.exec(error.message)?.[1]
        throw Object.assign(error, {
          code: error.name === 'TimeoutError' ? 'ERR_TIMED_OUT' : (code ?? 'ERR_ABORTED'),
        })
      })
    },
    reload: () => page.reload(),
    /** @param {string} channel @param {unknown[]} args */
    deliver: (channel, args) =>
      page.evaluate(
        ([name, given]) => /** @type {any} */ (window)[Symbol.for('stand-in')](name, given),
        /** @type {const} */ ([channel, args]),
      ),
    /** @param {boolean} asking whether the page may object */
    close: (asking) => page.close({ runBeforeUnload: asking && !crashed }),
  }
}

/**
 * Runs in the page, before anything of its own: the two modules that a preload has.
 * @param {(require: (name: string) => unknown, module: object, exports: object) => void} preload
 */
function inPage(preload) {
  if (window !== window.top) return
  const page = /** @type {any} */ (window)
  const invoke = page.standInInvoke
  delete page.standInInvoke
  /** @type {Map<string, Set<(event: object, ...args: unknown[]) => void>>} */
  const listeners = new Map()
  Object.defineProperty(page, Symbol.for('stand-in'), {
    value: (/** @type {string} */ channel, /** @type {unknown[]} */ args) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args)
    },
  })

  // As between worlds: values are copied, functions stand for the other side's.
  const crossing = (/** @type {unknown} */ value) =>
    typeof value === 'function' ? value : structuredClone(value)
  const proxied =
    (/** @type {(...args: unknown[]) => unknown} */ call) =>
    (/** @type {unknown[]} */ ...args) => {
      const result = call(...args.map(crossing))
      return result instanceof Promise ? result.then(crossing) : crossing(result)
    }

  const electron = {
    contextBridge: {
      exposeInMainWorld: (/** @type {string} */ name, /** @type {Record<string, any>} */ api) => {
        const entries = Object.entries(api).map(([key, value]) => [key, proxied(value)])
        Object.defineProperty(page, name, { value: Object.freeze(Object.fromEntries(entries)) })
      },
    },
    ipcRenderer: {
      invoke: async (/** @type {string} */ channel, /** @type {unknown[]} */ ...args) => {
        const { error, value } = await invoke(channel, args)
        if (error !== undefined) throw new Error(`Error invoking remote method '${channel}': ${error}`)
        return value
      },
      on: (/** @type {string} */ channel, /** @type {() => void} */ listener) => {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
      },
      off: (/** @type {string} */ channel, /** @type {() => void} */ listener) => {
        listeners.get(channel)?.delete(listener)
      },
    },
  }
  const requireOf = (/** @type {string} */ name) => {
    if (name !== 'electron') throw new Error(`a sandboxed preload has no ${name}`)
    return electron
  }
  preload(requireOf, { exports: {} }, {})
}
