/** Builds the program into `out/` unless what is there is newer than everything it is made of. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = dirname(import.meta.dirname)
const sources = [
  'server',
  'electron',
  'renderer',
  'migrations',
  'resources',
  'electron.vite.config.ts',
  'svelte.config.js',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
const products = ['main/index.js', 'main/headless.js', 'preload/index.cjs', 'renderer/index.html']

// Bears the time at which the last complete build began: a build that was cut short leaves none, and a file that is
// saved during a build counts as newer than it.
const stamp = join(root, 'out', '.built')

/**
 * Both halves side by side; each is true when it is there. The program is built seconds before the console is, and may
 * start meanwhile; with the console, the build is noted as complete, for whoever asks next. The build speaks to standard
 * error, so that standard output is the program's own.
 * @returns {{ program: Promise<boolean>, console: Promise<boolean> }}
 */
export function buildIfStale() {
  if (!isStale()) return { program: Promise.resolve(true), console: Promise.resolve(true) }
  const began = new Date()
  rmSync(stamp, { force: true })
  // A program that starts before the console is built must know that there will be one.
  mkdirSync(join(root, 'out', 'renderer'), { recursive: true })
  const program = build('program')
  const console = build('console').then(async (built) => {
    if (built && (await program)) note(began)
    return built
  })
  return { program, console }
}

/** @param {Date} began */
function note(began) {
  writeFileSync(stamp, '')
  utimesSync(stamp, began, began)
}

/**
 * @param {'program' | 'console'} half as electron.vite.config.ts names it
 * @returns {Promise<boolean>} whether it was built
 */
function build(half) {
  const builder = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const child = spawn(process.execPath, [builder, 'build', '--logLevel', 'error'], {
    cwd: root,
    env: { ...process.env, CUPONERA_BUILD: half },
    stdio: ['ignore', 2, 2],
  })
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`The build could not be started: ${error.message}`)
      resolve(false)
    })
    child.on('exit', (code) => resolve(code === 0))
  })
}

function isStale() {
  if (![stamp, ...products.map((path) => join(root, 'out', path))].every((path) => existsSync(path)))
    return true
  return newest(sources.map((path) => join(root, path))) > statSync(stamp).mtimeMs
}

/**
 * The latest change to any of these or anything inside them; a folder changes when a file in it comes or goes.
 * @param {string[]} paths
 * @returns {number}
 */
function newest(paths) {
  let latest = 0
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found) continue
    const inside = found.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : 0
    latest = Math.max(latest, found.mtimeMs, inside)
  }
  return latest
}
