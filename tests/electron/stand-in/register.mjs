/**
 * A stand-in for Electron: `node --import …/register.mjs out/main/index.js` runs the built program under plain Node, with
 * its window as a page of a real Chromium. It keeps the contract between main process, preload and console. It is not Electron: it
 * proves nothing of isolation, of native menus or of the system's own dialogs.
 */
import { register } from 'node:module'

register('./resolve.mjs', import.meta.url)

Object.defineProperty(process, 'versions', {
  value: Object.freeze({ ...process.versions, electron: '0.0.0-stand-in', chrome: '0.0.0.0' }),
})
