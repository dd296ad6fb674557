import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** What is built once is not built again under those who use it: in a project of its own, with a builder that notes each build. */

const script = join(import.meta.dirname, '..', '..', 'scripts', 'build-if-stale.mjs')
let project: string

const builder = `
const { appendFileSync, existsSync, mkdirSync, writeFileSync } = require('node:fs')
const { dirname } = require('node:path')
const half = process.env.CUPONERA_BUILD
appendFileSync('builds', half + ' ')
if (process.env.BROKEN === half) process.exit(1)
// The console is the last to be there, as it is in truth.
while (half === 'console' && !process.env.BROKEN && !existsSync('out/preload/index.cjs')) continue
const products = half === 'program' ? ['main/index.js', 'main/headless.js', 'preload/index.cjs'] : ['renderer/index.html']
for (const path of products) {
  mkdirSync(dirname('out/' + path), { recursive: true })
  writeFileSync('out/' + path, '')
}
`

// As `npm test` does, it blocks its process as soon as both halves are there.
const user = `
import { existsSync } from 'node:fs'
import { buildIfStale } from './build-if-stale.mjs'
const halves = buildIfStale()
const built = (await halves.program) && (await halves.console)
console.log(JSON.stringify({ built, noted: existsSync('out/.built') }))
`

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'cuponera-build-'))
  const files = {
    'node_modules/electron-vite/bin/electron-vite.js': builder,
    'scripts/user.mjs': user,
    'server/a.ts': '',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), text)
  }
  cpSync(script, join(project, 'scripts', 'build-if-stale.mjs'))
})

afterEach(() => {
  rmSync(project, { recursive: true })
})

/** Uses it as a program does; gives what was built for it. */
function use(env: Record<string, string> = {}): { built: boolean; noted: boolean; builds: string[] } {
  rmSync(join(project, 'builds'), { force: true })
  const said = execFileSync(process.execPath, [join(project, 'scripts', 'user.mjs')], {
    cwd: project,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  })
  const builds = join(project, 'builds')
  const halves = existsSync(builds) ? readFileSync(builds, 'utf8').trim().split(' ').toSorted() : []
  return { ...(JSON.parse(said) as { built: boolean; noted: boolean }), builds: halves }
}

test('a half that cannot be built is not taken for built the next time, either', () => {
  for (const half of ['program', 'console'])
    expect(use({ BROKEN: half })).toMatchObject({ built: false, noted: false })
  expect(use()).toEqual({ built: true, noted: true, builds: ['console', 'program'] })
})

test('is noted before anybody uses it, so that the next one does not build it under the first', () => {
  expect(use()).toEqual({ built: true, noted: true, builds: ['console', 'program'] })
  expect(use()).toEqual({ built: true, noted: true, builds: [] })
})

test('a source that was saved since, or a product that is gone, is built anew', () => {
  use()
  const later = new Date(Date.now() + 1000)
  utimesSync(join(project, 'server', 'a.ts'), later, later)
  expect(use().builds).toEqual(['console', 'program'])
  utimesSync(join(project, 'server', 'a.ts'), 0, 0)
  expect(use().builds).toEqual([])
  rmSync(join(project, 'out', 'preload'), { recursive: true })
  expect(use().builds).toEqual(['console', 'program'])
})
