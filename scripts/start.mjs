/**
 * `npm start`: the desktop program where there is a screen and Electron, else the same console for a browser.
 * Arguments go to the program: `npm start -- --demo`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { buildIfStale } from './build-if-stale.mjs'

const root = dirname(import.meta.dirname)
const electronPackage = join(root, 'node_modules', 'electron')
const fetchLimitMs = 60_000

const build = buildIfStale()
if (await build.program) {
  const { electron, why } = findElectron()
  if (why) console.error(`No desktop window: ${why}. The console opens in a browser instead.`)
  if (!electron) launch(process.execPath, [join(root, 'out', 'main', 'headless.js')], build.console)
  else if (await build.console) launch(electron, [root], build.console)
  else refuse()
} else refuse()

function refuse() {
  console.error('Cuponera could not be built; what the build said is above. After `npm ci`, try again.')
  process.exitCode = 1
}

/**
 * Electron's program, or why it will not run.
 * @returns {{ electron?: string, why?: string }}
 */
function findElectron() {
  if (!hasScreen()) return { why: 'this machine has no screen' }
  // Chromium's sandbox does not work for root, and the console never runs without it.
  if (process.getuid?.() === 0) return { why: 'Electron does not run as root' }
  const named = process.env['ELECTRON_EXEC_PATH']
  if (named)
    return existsSync(named) ? { electron: named } : { why: `there is no ${named} (ELECTRON_EXEC_PATH)` }
  const electron = installedElectron() ?? (fetchElectron() ? installedElectron() : undefined)
  return electron ? { electron } : { why: 'Electron is not installed here and could not be fetched' }
}

function hasScreen() {
  if (process.platform === 'darwin' || process.platform === 'win32') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

function installedElectron() {
  const pathFile = join(electronPackage, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const program = join(electronPackage, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(program) ? program : undefined
}

/** Runs Electron's own installer, once for each installation of the packages: offline, it would delay every start. */
function fetchElectron() {
  const tried = join(root, 'node_modules', '.cache', 'cuponera', 'electron-fetched')
  const installer = join(electronPackage, 'install.js')
  if (existsSync(tried) || !existsSync(installer)) return false
  try {
    mkdirSync(dirname(tried), { recursive: true })
    writeFileSync(tried, '')
  } catch {
    return false // the packages belong to somebody else, so the installer could not write there either
  }
  console.error(`Fetching Electron, for at most ${fetchLimitMs / 1000} seconds.`)
  const fetched = spawnSync(process.execPath, [installer], {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: fetchLimitMs,
  })
  return fetched.status === 0
}

/**
 * Runs the program in the foreground, hands each signal on once, and ends as it ends. It may start while its console is
 * still being built: what it says, `ready` above all, is held back until that is there.
 * @param {string} program
 * @param {string[]} args
 * @param {Promise<boolean>} consoleBuilt
 */
function launch(program, args, consoleBuilt) {
  const child = spawn(program, [...args, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['inherit', 'pipe', 'inherit'],
  })
  let refused = false
  void consoleBuilt.then((built) => {
    if (built) child.stdout.pipe(process.stdout)
    else {
      refused = true
      child.stdout.resume()
      child.kill('SIGTERM')
    }
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    let handed = false
    process.on(signal, () => {
      if (!handed) child.kill(signal)
      handed = true
      child.stdout.resume() // somebody who stops it does not wait for the build
    })
  }
  child.on('error', (error) => {
    console.error(`Cuponera could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('close', (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0)
    if (refused) refuse()
    // The handlers above would keep nothing alive, but an inherited terminal may.
    process.exit()
  })
}
