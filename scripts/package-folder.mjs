/** Makes the package as far as this machine can: the unpacked folder, and on Debian the .deb of it. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = dirname(import.meta.dirname)
const electronDist = join(root, 'node_modules', 'electron', 'dist')

const require = createRequire(import.meta.url)
const builder = require.resolve('electron-builder/package.json')
// What electron-builder itself uses to write archives and fuses reads them, too.
const ofBuilder = createRequire(createRequire(builder).resolve('app-builder-lib/package.json'))

/**
 * @typedef {{ files?: Record<string, Entry>, size?: number, link?: string, unpacked?: boolean }} Entry
 * @type {{ extractAll(archive: string, folder: string): void, listPackage(archive: string): string[], getRawHeader(archive: string): { header: Entry } }}
 */
export const asar = ofBuilder('@electron/asar')

/**
 * @type {{
 *   SENTINEL?: string,
 *   FuseV1Options: Record<string, string | number>,
 *   getCurrentFuseWire(program: string): Promise<Record<string, string | number>>,
 * }}
 */
export const fuses = ofBuilder('@electron/fuses')

/** Whether Electron's own program is installed, so that the package holds it. */
export const hasElectron = existsSync(join(electronDist, 'version'))

/**
 * @typedef {object} Package
 * @property {string} folder the unpacked application
 * @property {string} program its executable
 * @property {string} archive its `app.asar`; what cannot run from there lies beside it in `app.asar.unpacked`
 * @property {string} output the folder of all that was made, the .deb too
 */

/**
 * @param {{ output: string, deb?: boolean, quick?: boolean, say?: (line: string) => void }} wanted `quick` presses the
 *   .deb less
 * @returns {Promise<Package>}
 * @throws {Error} with the words of electron-builder
 */
export async function makePackage({ output, deb = false, quick = false, say = () => undefined }) {
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output, { recursive: true })
  const made = packageIn(output)
  const standIn = !hasElectron && process.platform === 'linux' ? makeStandIn() : undefined
  if (standIn)
    say('No Electron is installed here: its place is held by a program that only carries the fuses, so this')
  if (standIn)
    say('package does not open a window. `node node_modules/electron/install.js` fetches the real one.')
  const electron = hasElectron ? electronDist : standIn
  try {
    await build([
      ...[`--${platformOption()}`, 'dir', ...(deb ? ['deb'] : []), '--publish', 'never'],
      `-c.directories.output=${output}`,
      ...(electron === undefined ? [] : [`-c.electronDist=${electron}`]),
      ...(quick ? ['-c.deb.compression=gz'] : []),
    ])
  } finally {
    if (standIn) rmSync(standIn, { recursive: true, force: true })
  }
  return made
}

function platformOption() {
  return process.platform === 'win32' ? 'win' : process.platform === 'darwin' ? 'mac' : 'linux'
}

/**
 * @param {string} output
 * @returns {Package}
 */
function packageIn(output) {
  const suffix = process.arch === 'x64' ? '' : `-${process.arch}`
  if (process.platform === 'darwin') {
    const folder = join(output, `mac${suffix}`, 'Cuponera.app')
    const contents = join(folder, 'Contents')
    return { output, folder, program: folder, archive: join(contents, 'Resources', 'app.asar') }
  }
  const windows = process.platform === 'win32'
  const folder = join(output, `${windows ? 'win' : 'linux'}${suffix}-unpacked`)
  const program = join(folder, windows ? 'Cuponera.exe' : 'cuponera')
  return { output, folder, program, archive: join(folder, 'resources', 'app.asar') }
}

/**
 * A folder with the shape of Electron's: a program that carries the fuse wire as Electron does (32 characters that mark
 * the place, a byte for the version, one for the length, one for each fuse), and says what it is when it is run.
 */
function makeStandIn() {
  const folder = mkdtempSync(join(tmpdir(), 'cuponera-electron-'))
  const { SENTINEL: sentinel } = /** @type {{ SENTINEL: string }} */ (
    ofBuilder('@electron/fuses/dist/constants.js')
  )
  const count = Object.values(fuses.FuseV1Options).filter((value) => typeof value === 'number').length
  const words = '#!/bin/sh\necho "This package was made without Electron." >&2\nexit 1\n# '
  // All on: what the package turns off is seen to be turned off.
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, count]), Buffer.from('1'.repeat(count))])
  const program = Buffer.concat([Buffer.from(words), wire, Buffer.from('\n')])
  writeFileSync(join(folder, 'electron'), program, { mode: 0o755 })
  writeFileSync(join(folder, 'chrome-sandbox'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html'])
    writeFileSync(join(folder, name), `${name} of the stand-in\n`)
  mkdirSync(join(folder, 'resources'))
  return folder
}

/**
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function build(args) {
  const child = spawn(process.execPath, [join(dirname(builder), 'cli.js'), ...args], {
    cwd: root,
    env: { ...process.env, CUSTOM_FPM_PATH: fpm(), CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  const keep = (/** @type {Buffer} */ chunk) => (words += chunk.toString())
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`electron-builder ended with ${String(code)}:\n${words}`))
    })
  })
}

function fpm() {
  return process.env['CUSTOM_FPM_PATH'] ?? join(root, 'scripts', 'fpm-over-dpkg-deb.mjs')
}
