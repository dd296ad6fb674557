/** Runs what a package holds, and nothing else: out of its folder, with plain Node, without a window. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { asar } from './package-folder.mjs'

/**
 * Takes the archive apart into a new folder that sees no other packages, and lays the unpacked files over it.
 * @param {string} archive
 * @returns {string} the folder; whoever asked removes its parent
 */
export function takeApart(archive) {
  const scratch = mkdtempSync(join(tmpdir(), 'cuponera-package-'))
  // The database's own account must pass through.
  chmodSync(scratch, 0o755)
  const folder = join(scratch, 'app')
  asar.extractAll(archive, folder)
  cpSync(`${archive}.unpacked`, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  for (let above = scratch; ; above = dirname(above)) {
    const packages = join(above, 'node_modules')
    if (existsSync(packages)) throw new Error(`${packages} could stand in for what the package lacks`)
    if (dirname(above) === above) return folder
  }
}

/**
 * @typedef {object} Running
 * @property {import('node:child_process').ChildProcess} child
 * @property {string} url
 * @property {number} readyMs from the start of the process
 * @property {() => string} stderr
 * @property {() => Promise<number | null>} stop tells it to end; its exit code
 */

/**
 * @param {string} folder of {@link takeApart}
 * @param {string} dataDir of the store, which is made there
 * @param {string[]} [nodeOptions]
 * @returns {Promise<Running>} once it is ready
 * @throws {Error} with what it said, when it ends before
 */
export async function runContents(folder, dataDir, nodeOptions = []) {
  const began = performance.now()
  const child = spawn(process.execPath, [...nodeOptions, join(folder, 'out', 'main', 'headless.js')], {
    cwd: folder,
    env: { PATH: process.env['PATH'], CUPONERA_PORT: '0', CUPONERA_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let said = ''
  let stderr = ''
  const ended = once(child, 'close')
  child.stderr?.on('data', (/** @type {Buffer} */ chunk) => (stderr += chunk.toString()))
  const url = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.stdout?.on('data', (/** @type {Buffer} */ chunk) => {
      said += chunk.toString()
      const address = /^ready (\S+)\n/m.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    })
    void ended.then(([code]) => {
      reject(new Error(`the packaged program ended with ${String(code)}: ${stderr}`))
    })
  })
  const readyMs = performance.now() - began
  const stop = async () => {
    child.kill('SIGTERM')
    const [code] = await ended
    return code
  }
  return { child, url, readyMs, stderr: () => stderr, stop }
}

/**
 * Resident memory of a process alone, without the database beside it.
 * @param {number} pid
 * @returns {number | undefined} in MB; undefined where the system has no /proc
 */
export function residentMb(pid) {
  const status = `/proc/${String(pid)}/status`
  if (!existsSync(status)) return undefined
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]
  return kib === undefined ? undefined : (Number(kib) * 1024) / 1e6
}
