/**
 * A real Postgres for the tests: its own folder, a free port, random passwords, run by an ordinary user of the system
 * even where the tests run as root, because Postgres refuses root.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { chooseAccount, needsAccount } from '../../server/db/embedded-account.ts'
import { prepareBinaries } from '../../server/db/embedded-binaries.ts'
import { childOptions, type Account } from '../../server/db/embedded-process.ts'

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
  /** The folder of the programs; without it, those that ship with the product. */
  binDir?: string
  /** Arguments that choose the locale, which differ between versions. */
  locale: string[]
  /** Postgres settings on top of those for all tests. */
  settings?: Record<string, string>
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
  log_min_messages: 'fatal',
}

const CREATE_OWNER = `do $$ begin
  execute format('create role cuponera login createdb nosuperuser password %L', current_setting('test.password'));
end $$`

/** Starts a server and answers once it accepts connections. Throws with the server's own words where it does not. */
export async function startPostgres(options: TestPostgresOptions): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'cuponera-postgres-'))
  const data = join(folder, 'data')
  const account = needsAccount() ? await chooseAccount(data) : undefined
  if (account) await chown(folder, account.uid, account.gid)
  const binaries = await prepareBinaries(folder, account, options.binDir)
  const password = randomBytes(24).toString('hex')

  await initialise(binaries.initdb, data, password, options.locale, account)
  const port = await freePort()
  const server = launch(
    binaries.postgres,
    data,
    { ...settings, ...options.settings, port: String(port) },
    account,
  )
  const adminUrl = urlFor('postgres', password, port)
  const ownerUrl = urlFor('cuponera', password, port)
  await ready(server, adminUrl)
  await createOwner(adminUrl, password)

  return {
    adminUrl,
    ownerUrl,
    async stop() {
      const pgCtl = ['stop', '-D', data, '-m', 'immediate', '-w']
      await run(binaries.pgCtl, pgCtl, { ...account, cwd: '/' })
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function initialise(
  initdb: string,
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
  await run(initdb, [...args, '-E', 'UTF8', '--no-sync', ...locale], {
    ...account,
    cwd: '/',
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

function launch(
  program: string,
  data: string,
  chosen: Record<string, string>,
  account: Account | undefined,
): Launched {
  const args = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(program, ['-D', data, ...args], {
    ...childOptions(account),
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
    await admin.query(CREATE_OWNER)
  } finally {
    await admin.end()
  }
}

function urlFor(user: string, password: string, port: number): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/postgres`
}
