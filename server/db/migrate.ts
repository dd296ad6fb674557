import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { Umzug } from 'umzug'
import type { Sentence } from '../contracts/sentences.ts'
import { openClient } from './client.ts'
import { ConnectionFailure } from './connection-problem.ts'
import { sqlErrorCode } from './sql-errors.ts'
import { lockSpaces } from './advisory-lock.ts'
import { setTimeout as sleep } from 'node:timers/promises'

/** A database whose schema this program cannot use. */
export class MigrationError extends ConnectionFailure {
  override readonly name = 'MigrationError'
  readonly code: 'newer_schema' | 'lock_timeout' | 'no_rights' | 'too_old'
  constructor(code: MigrationError['code'], sentence: Sentence) {
    super(code === 'lock_timeout' ? 'failed' : code, sentence)
    this.code = code
  }
}

const LOCK_TRIES = 20
const OLDEST_SERVER = 140_000

const HAS_LEDGER = `select to_regclass('migrations') is not null as found`
const LEDGER = `
  create table if not exists migrations (
    name text primary key,
    applied_at timestamptz not null default clock_timestamp()
  )`

/**
 * Brings the schema up to this program's, in one transaction: all pending files or none. Two programs that start at once take
 * turns by an advisory lock on a connection that is closed afterwards.
 *
 * @param folder where the numbered `.sql` files are.
 * @returns the names of the files that were applied now.
 * @throws ConnectionFailure when the server is not to be had; MigrationError `newer_schema` when the database has a migration that this
 * program does not know.
 */
export async function migrate(url: string, folder: string): Promise<string[]> {
  const files = await migrationFiles(folder)
  const client = await openClient(url, 'cuponera migration')
  try {
    await refuseOldServer(client)
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await migrateOnce(client, folder, files)
      } catch (error) {
        await client.query('rollback')
        if (sqlErrorCode(error) === '42501') throw mayNotCreate()
        if (sqlErrorCode(error) !== '55P03') throw error
        if (attempt >= LOCK_TRIES) throw new MigrationError('lock_timeout', { says: 'tables_locked' })
        await sleep(500)
      }
    }
  } finally {
    await client.end()
  }
}

/** The numbered files of a folder, in their order. */
export async function migrationFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
}

/** Refuses a server that is older than any this program works with. */
export async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  )
  if ((rows[0]?.version ?? 0) < OLDEST_SERVER) throw new MigrationError('too_old', { says: 'too_old' })
}

/**
 * The migrations that the database already has; none where it is new.
 *
 * @throws MigrationError `newer_schema` when one of them is not among `files`.
 */
export async function appliedMigrations(client: pg.Client, files: string[]): Promise<string[]> {
  const ledger = await client.query<{ found: boolean }>(HAS_LEDGER)
  if (!ledger.rows[0]?.found) return []
  const { rows } = await client.query<{ name: string }>('select name from migrations order by name')
  const unknown = rows.find((row) => !files.includes(row.name))
  if (unknown) throw new MigrationError('newer_schema', { says: 'newer_schema', migration: unknown.name })
  return rows.map((row) => row.name)
}

/** The refusal of a role that cannot make what is still missing of the schema. */
export function mayNotCreate(): MigrationError {
  return new MigrationError('no_rights', { says: 'may_not_create' })
}

async function migrateOnce(client: pg.Client, folder: string, files: string[]): Promise<string[]> {
  await client.query('begin')
  // A short wait, then again from the start: a long one would hold up every till behind a table lock.
  await client.query("set local lock_timeout = '2s'")
  await client.query('select pg_advisory_xact_lock($1, 0)', [lockSpaces.migration])
  const executed = await appliedMigrations(client, files)
  // A role that may only use the tables starts on a complete schema; even "if not exists" asks for the right to create.
  if (executed.length === 0) await client.query(LEDGER)
  const umzug = new Umzug<pg.Client>({
    context: client,
    logger: undefined,
    migrations: files.map((name) => ({
      name,
      up: async ({ context }) => {
        await context.query(await readFile(join(folder, name), 'utf8'))
      },
    })),
    storage: {
      executed: () => Promise.resolve(executed),
      logMigration: async ({ name, context }) => {
        await context.query('insert into migrations (name) values ($1)', [name])
      },
      unlogMigration: () => Promise.reject(new Error('migrations go forward only')),
    },
  })
  const applied = await umzug.up()
  await client.query('commit')
  return applied.map((migration) => migration.name)
}
