/**
 * `npm run package`: builds the program, packs it into `dist/` and measures what was packed. `npm run package -- --deb`
 * makes Debian's installer as well. The installers of every platform: docs/packaging.md.
 */
import { readdirSync, rmSync, statSync } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildIfStale } from './build-if-stale.mjs'
import { residentMb, runContents, takeApart } from './package-contents.mjs'
import { makePackage } from './package-folder.mjs'

/** Long enough for the start's garbage to be collected and for the first of the program's regular rounds. */
const idleMs = 10_000

const unknown = process.argv.slice(2).find((arg) => arg !== '--deb')
const halves = buildIfStale()
if (unknown !== undefined) {
  console.error(`Unknown argument “${unknown}”. The only one is --deb.`)
  process.exitCode = 2
} else if ((await halves.program) && (await halves.console)) await makeAndMeasure()
else {
  console.error('Cuponera could not be built; what the build said is above.')
  process.exitCode = 1
}

async function makeAndMeasure() {
  const output = join(dirname(import.meta.dirname), 'dist')
  const deb = process.argv.includes('--deb')
  const made = await makePackage({ output, deb, say: (line) => console.log(line) })
  console.log(`\n${made.folder}`)
  row('the whole package', mb(await bytesIn(made.folder)))
  row('app.asar', mb(statSync(made.archive).size))
  row('app.asar.unpacked', mb(await bytesIn(`${made.archive}.unpacked`)))
  for (const name of readdirSync(output).filter((name) => name.endsWith('.deb')))
    row(name, mb(statSync(join(output, name)).size))
  await measureRun(made.archive)
}

/** @param {string} archive */
async function measureRun(archive) {
  const app = takeApart(archive)
  try {
    const dataDir = join(dirname(app), 'data')
    const first = await runContents(app, dataDir)
    row('first start, to ready', seconds(first.readyMs))
    await first.stop()
    const again = await runContents(app, dataDir)
    row('later start, to ready', seconds(again.readyMs))
    await sleep(idleMs)
    const resident = again.child.pid === undefined ? undefined : residentMb(again.child.pid)
    row(
      'idle, resident, without Postgres',
      resident === undefined ? 'not known here' : `${resident.toFixed(1)} MB`,
    )
    await again.stop()
  } finally {
    rmSync(dirname(app), { recursive: true, force: true })
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function row(name, value) {
  console.log(`  ${name.padEnd(34)}${value.padStart(10)}`)
}

/** @param {number} bytes */
function mb(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(2)} s`
}

/**
 * What the files below a folder hold; links weigh nothing.
 * @param {string} folder
 * @returns {Promise<number>}
 */
async function bytesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(
    files.map(async (file) => (await lstat(join(file.parentPath, file.name))).size),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
