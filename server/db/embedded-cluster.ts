import { createHash } from 'node:crypto'
import { chown, lchown, mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { giveTo } from './embedded-account.ts'
import type { Binaries } from './embedded-binaries.ts'
import { DatabaseStartError, damaged, fromPostgresLog } from './embedded-error.ts'
import type { Passwords } from './embedded-passwords.ts'
import { scramVerifier, writePrivate } from './embedded-passwords.ts'
import { run } from './embedded-process.ts'
import type { Account } from './embedded-process.ts'

/** Everything about one data folder that does not change while the program runs. */
export interface Cluster {
  dataDir: string
  /** The folder Postgres itself works in. */
  folder: string
  logFile: string
  account: Account | undefined
  binaries: Binaries
  passwords: Passwords
  extraSettings: Record<string, string>
  log: (event: string, fields?: Record<string, unknown>) => void
}

/** Wide limit: a slow disk synchronises 40 MB of new files in it. */
const initLimitMs = 180_000

/**
 * Makes the database if there is none, and otherwise checks that these binaries may open it, before anything else looks at
 * it. Throws `newer_version`, `older_version`, `damaged`.
 */
export async function prepareCluster(cluster: Cluster): Promise<void> {
  await removeDrafts(cluster.dataDir)
  const found = await versionOf(cluster.folder)
  if (found === undefined) return initialise(cluster)
  const { major } = cluster.binaries
  const versions = { folder: cluster.folder, found, ours: major }
  if (found > major) throw new DatabaseStartError('newer_version', { says: 'newer_postgres', ...versions })
  if (found < major) throw new DatabaseStartError('older_version', { says: 'older_postgres', ...versions })
  if (cluster.account && (await stat(cluster.folder)).uid === 0) await giveTo(cluster.folder, cluster.account)
  if (cluster.passwords.fresh) await resetSuperuserPassword(cluster)
}

/** The major version that made the folder; undefined when there is no database yet. */
async function versionOf(folder: string): Promise<number | undefined> {
  let text: string
  try {
    text = await readFile(join(folder, 'PG_VERSION'), 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    const entries = await readdir(folder).catch(() => undefined)
    if (entries === undefined || entries.length === 0) return undefined
    throw damaged(folder, 'PG_VERSION is missing.')
  }
  if (!/^\d+\s*$/.test(text)) throw damaged(folder, 'PG_VERSION holds no version.')
  return Number(text)
}

/** Drafts of a start that was killed. Its initdb may live on and write; it ends when its files go, so a few tries do. */
async function removeDrafts(dataDir: string): Promise<void> {
  const drafts = (await readdir(dataDir)).filter((entry) => entry.startsWith('postgres.new-'))
  for (const draft of drafts)
    await rm(join(dataDir, draft), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
}

/** initdb into a draft that is renamed when whole, so that a crash at any point leaves nothing that looks like a database. */
async function initialise(cluster: Cluster): Promise<void> {
  const { dataDir, account, binaries, passwords } = cluster
  const draft = join(dataDir, `postgres.new-${process.pid}-${Date.now()}`)
  const folder = join(draft, 'cluster')
  const passwordFile = join(draft, 'password')
  await mkdir(draft, { mode: 0o700 })
  await mkdir(folder, { mode: 0o700 })
  await writePrivate(passwordFile, `${passwords.superuser}\n`, account)
  if (account) for (const made of [folder, draft]) await chown(made, account.uid, account.gid)
  const result = await run(binaries.initdb, initArguments(folder, passwordFile), {
    account,
    limitMs: initLimitMs,
  })
  if (result.code !== 0) {
    await rm(draft, { recursive: true, force: true })
    throw fromPostgresLog(result.output, dataDir)
  }
  await rmdir(cluster.folder).catch(() => {}) // an empty one may stand there
  await rename(folder, cluster.folder)
  await syncFolder(dataDir)
  await rm(draft, { recursive: true, force: true })
  cluster.log('database_created', { folder: cluster.folder, version: binaries.version })
}

/**
 * The builtin provider's C.UTF-8 is the same on every system and never changes under an index, unlike the C library's
 * locales and ICU. It sorts by code point: where people read a sorted list, the query names its collation.
 */
function initArguments(folder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${folder}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ]
}

/** Makes renames in a folder outlive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return // folders cannot be opened there
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}

/** The password file was lost: gives the superuser the new one in single-user mode, which asks for none. */
async function resetSuperuserPassword(cluster: Cluster): Promise<void> {
  const statement = `alter role postgres password '${scramVerifier(cluster.passwords.superuser)}'\n`
  const result = await run(cluster.binaries.postgres, ['--single', '-D', cluster.folder, 'postgres'], {
    account: cluster.account,
    limitMs: initLimitMs,
    input: statement,
  })
  if (result.code !== 0 || /ERROR|FATAL|PANIC/.test(result.output))
    throw fromPostgresLog(result.output, cluster.dataDir)
  cluster.log('database_password_renewed', { folder: cluster.folder })
}

/** Writes who may connect and the settings for `port`; both files are ours and rewritten before every start. */
export async function writeSettings(cluster: Cluster, port: number): Promise<void> {
  await writePrivate(join(cluster.folder, 'pg_hba.conf'), accessRules, cluster.account)
  await writePrivate(join(cluster.folder, 'postgresql.conf'), settingsFor(cluster, port), cluster.account)
  if (cluster.account) await lchown(cluster.folder, cluster.account.uid, cluster.account.gid)
}

/** Whether a server on `port` was started with the settings that this program would give it. */
export async function hasSettings(cluster: Cluster, port: number): Promise<boolean> {
  return (await readFile(join(cluster.folder, 'postgresql.conf'), 'utf8')) === settingsFor(cluster, port)
}

/** In the title of every Postgres process of this folder, which is how they are found after a crash. */
export function clusterName(folder: string): string {
  return `cuponera-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
}

const accessRules = `# Written by Cuponera at every start.
host all all 127.0.0.1/32 scram-sha-256
`

const baseSettings: Record<string, string> = {
  // reachable from this machine alone, and by password
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  // what is acknowledged is on the disk
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  // no replica follows and backups are copies of the tables, so the log need not carry more than recovery wants
  wal_level: 'minimal',
  max_wal_senders: '0',
  // a large import should not force a checkpoint every few seconds
  max_wal_size: '2GB',
  // one program with one pool and a few connections of its own; a shop's computer has other work for its memory
  max_connections: '60',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  // every statement here is short, on a solid-state disk
  random_page_cost: '1.1',
  jit: 'off',
  // errors go to the client that made them; their text could carry codes, so the log gets the server's own life alone
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
  log_timezone: 'UTC',
  timezone: 'UTC',
  datestyle: 'ISO, YMD',
  lc_messages: 'C',
}

function settingsFor(cluster: Cluster, port: number): string {
  const settings = {
    ...baseSettings,
    ...cluster.extraSettings,
    cluster_name: clusterName(cluster.folder),
    port: String(port),
  }
  const quote = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quote(value)}\n`)
  return `# Written by Cuponera at every start; changes made here are lost.\n${lines.join('')}`
}
