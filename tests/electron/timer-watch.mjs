/**
 * Loaded before a program (`node --import`), it watches every timer of the process, those inside Node and the packages
 * too. Told `idle`, it begins to write down; at each round of a timer that repeats it says so; told `tell`, it tells.
 */
import { createHook } from 'node:async_hooks'

/** @typedef {{ ms: number, repeats: boolean, where: string }} Timer */

/** @type {Map<number, Timer>} */
const alive = new Map()
/** @type {Timer[]} */
let armed = []
let idle = false

createHook({
  init(id, type, _trigger, /** @type {{ _idleTimeout: number, _repeat: number | null }} */ resource) {
    if (type !== 'Timeout') return
    const timer = { ms: resource._idleTimeout, repeats: resource._repeat !== null, where: callers() }
    alive.set(id, timer)
    if (idle) armed.push(timer)
  },
  before(id) {
    const timer = alive.get(id)
    if (idle && timer?.repeats) process.send?.({ round: timer.ms })
  },
  destroy(id) {
    alive.delete(id)
  },
}).enable()

process.on('message', (/** @type {string} */ word) => {
  if (word === 'idle') {
    idle = true
    armed = []
  } else process.send?.({ repeating: [...alive.values()].filter((timer) => timer.repeats), armed })
})
// The watch keeps nothing running.
process.channel?.unref()

function callers() {
  const lines = (new Error().stack ?? '').split('\n').slice(1)
  const outside = lines.filter((line) => !/node:internal|node:timers|timer-watch/.test(line))
  return outside.slice(0, 3).join(' <')
}
