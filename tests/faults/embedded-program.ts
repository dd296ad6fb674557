/**
 * A program of its own for the faults: starts the embedded database of a data folder, says so in one line of JSON, and stops
 * it when standard input ends. It never calls process.exit: what stop() leaves behind keeps it alive.
 */
import { once } from 'node:events'
import { startEmbedded } from '../../server/db/embedded.ts'
import { DatabaseStartError } from '../../server/db/embedded-error.ts'

const dataDir = process.argv[2] ?? ''
// the loader has listeners of its own
const listeners = () => process.eventNames().map((name) => `${String(name)} ${process.listenerCount(name)}`)
const before = listeners()
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

try {
  const database = await startEmbedded({ dataDir, log: () => {} })
  say({ ready: true, url: database.url, pid: database.pid })
  await once(process.stdin.resume(), 'end')
  await database.stop()
  say({ stopped: true, added: listeners().filter((name) => !before.includes(name)) })
} catch (error) {
  if (!(error instanceof DatabaseStartError)) throw error
  say({ ready: false, code: error.code, message: error.message })
}
