import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { ask, onCommand, seen, tell } from './wire.mjs'

/** What the next synchronous questions are answered; they cannot wait for the test. @type {number[]} */
const syncAnswers = []
onCommand('answer-sync', (/** @type {number} */ answer) => syncAnswers.push(answer))

export const dialog = {
  /** @param {unknown} _window @param {object} options */
  showOpenDialog: (_window, options) => ask('open', options),
  /** @param {unknown} _window @param {object} options */
  showSaveDialog: (_window, options) => ask('save', options),
  /** @param {unknown[]} given the window, which may be left out, and the options */
  showMessageBox: (...given) => ask('message', /** @type {object} */ (given.at(-1))),
  /** @param {unknown} _window @param {{ cancelId: number }} options */
  showMessageBoxSync(_window, options) {
    tell('message-sync', { options })
    return syncAnswers.shift() ?? options.cancelId
  },
  /** @param {string} title @param {string} content */
  showErrorBox: (title, content) => tell('error-box', { title, content }),
}

// `none`: no key ring. `fixed`: one is announced, but what encrypts is the key that everybody has. Else the ring's name.
const ring = process.env['STAND_IN_KEY_RING'] ?? 'ring'

export const safeStorage = {
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () => (ring === 'none' ? 'basic_text' : 'gnome_libsecret'),
  /** @param {string} text */
  encryptStringAsync: async (text) => {
    const version = ring === 'none' || ring === 'fixed' ? 'v10' : 'v11'
    return Buffer.concat([Buffer.from(version), keyOf(ring), masked(Buffer.from(text))])
  },
  /** @param {Buffer} sealed */
  decryptStringAsync: async (sealed) => {
    if (!sealed.subarray(3, 11).equals(keyOf(ring))) throw new Error('Error while decrypting the ciphertext.')
    return { shouldReEncrypt: false, result: masked(sealed.subarray(11)).toString() }
  },
}

/** @param {string} name */
const keyOf = (name) => createHash('sha256').update(name).digest().subarray(0, 8)
/** @param {Buffer} bytes */
const masked = (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0x5a))

/** @typedef {{ label?: string, role?: string, accelerator?: string, submenu?: Item[], click?: () => void }} Item */

export const Menu = {
  /** @param {Item[]} template */
  buildFromTemplate: (template) => template,
  /** @param {Item[]} menu */
  setApplicationMenu(menu) {
    // As often as it is set: the language of the console may be another than the system's.
    seen['menus'] = [.../** @type {Item[][]} */ (seen['menus'] ?? []), JSON.parse(JSON.stringify(menu))]
    onCommand('click', (/** @type {string} */ label) => {
      const item = menu.flatMap(({ submenu = [] }) => submenu).find((one) => one.label === label)
      if (!item?.click) throw new Error(`the menu has no ${label}`)
      item.click()
    })
  },
}

export const powerMonitor = new EventEmitter()
onCommand('resume', () => powerMonitor.emit('resume'))

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 24, width: 1920, height: 1056 } }],
}

export const shell = {
  openExternal: async (/** @type {string} */ url) => tell('opened-outside', { url }),
  openPath: async (/** @type {string} */ path) => {
    tell('opened-path', { path })
    return ''
  },
}

export class Notification extends EventEmitter {
  static isSupported() {
    return true
  }

  /** @param {{ title: string, body: string }} words */
  constructor(words) {
    super()
    this.words = words
  }

  show() {
    tell('notification', this.words)
  }
}

/** @typedef {{ mediaTypes?: string[], mediaType?: string, requestingUrl: string }} PermissionDetails */
/** @typedef {(contents: null, permission: string, decide: (granted: boolean) => void, details: PermissionDetails) => void} OnRequest */
/** @typedef {(contents: null, permission: string, origin: string, details: PermissionDetails) => boolean} OnCheck */

/** @type {{ request?: OnRequest, check?: OnCheck, device?: () => boolean }} */
const permissions = {}

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (/** @type {OnRequest} */ handler) => (permissions.request = handler),
    setPermissionCheckHandler: (/** @type {OnCheck} */ handler) => (permissions.check = handler),
    setDevicePermissionHandler: (/** @type {() => boolean} */ handler) => (permissions.device = handler),
  },
}

/** @typedef {{ name: string, url: string, media?: string[] }} Wanted */

onCommand('permission', async (/** @type {Wanted} */ { name, url, media = [] }) => ({
  requested: await new Promise((resolve) =>
    permissions.request?.(null, name, resolve, { mediaTypes: media, requestingUrl: url }),
  ),
  checked: permissions.check?.(null, name, new URL(url).origin, {
    mediaType: media[0] ?? 'unknown',
    requestingUrl: url,
  }),
  device: permissions.device?.(),
}))
