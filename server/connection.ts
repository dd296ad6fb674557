import { domainToASCII } from 'node:url'
import type pg from 'pg'
import type { ConnectionCheck, PostgresServer } from './contracts/desktop.ts'
import { CONNECT_LIMIT_MS, openClient } from './db/client.ts'
import { ConnectionFailure, serverOf, toConnectionFailure } from './db/connection-problem.ts'
import { appliedMigrations, mayNotCreate, migrationFiles, refuseOldServer } from './db/migrate.ts'

/**
 * The address of a Postgres server, for `Config.databaseUrl`, as the whole program reads it. `password: null` and an empty one give an
 * address without.
 *
 * @throws ConnectionFailure `failed` for a name or a password that no address can hold.
 */
export function connectionUrl(server: PostgresServer): string {
  const { host, port, database, user, password } = server
  // A path of one or two dots means another place in every address.
  if (/^\.{1,2}$/.test(database))
    throw new ConnectionFailure('failed', { says: 'database_unnameable', database })
  const secret = password ?? ''
  if (!secret.isWellFormed() || secret.includes('\0'))
    throw new ConnectionFailure('failed', { says: 'password_unsendable' })
  const account = secret === '' ? part(user) : `${part(user)}:${part(secret)}`
  return `postgres://${account}@${part(hostName(host))}:${port}/${part(database)}?${tlsOf(server).toString()}`
}

const part = encodeURIComponent

/** A name as certificates and look-ups have it; an address without brackets; the path of a socket as it is. */
function hostName(host: string): string {
  const bare = host.replace(/^\[(.+)\]$/, '$1')
  return bare.includes(':') || bare.includes('/') ? bare : domainToASCII(bare) || bare
}

// As pg reads them: its `require` checks the certificate, its `no-verify` is what others call require.
function tlsOf({ tls, ca_file }: PostgresServer): URLSearchParams {
  if (tls === 'off') return new URLSearchParams({ sslmode: 'disable' })
  if (tls === 'require') return new URLSearchParams({ sslmode: 'no-verify' })
  return new URLSearchParams({
    sslmode: 'verify-full',
    ...(ca_file === null ? {} : { sslrootcert: ca_file }),
  })
}

interface Rights {
  version: string
  reads_only: boolean
  may_create: boolean
  may_write: boolean
}

const RIGHTS = `
  select current_setting('server_version') as version,
         current_setting('transaction_read_only') = 'on' as reads_only,
         coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create,
         coalesce(has_table_privilege(to_regclass('migrations'), 'insert'), false) as may_write`

/**
 * Looks whether this program can work on the database of a server, and changes nothing there. Answers within twice
 * {@link CONNECT_LIMIT_MS}, however silent the server is.
 *
 * @param migrationsDir where this program's numbered `.sql` files are.
 */
export async function checkConnection(
  entered: PostgresServer,
  migrationsDir: string,
): Promise<ConnectionCheck> {
  const files = await migrationFiles(migrationsDir)
  try {
    return { ok: true, server: await tryServer(connectionUrl(entered), files) }
  } catch (error) {
    if (!(error instanceof ConnectionFailure)) throw error
    const { problem, sentence, detail } = error
    return { ok: false, problem, sentence, detail }
  }
}

async function tryServer(url: string, files: string[]): Promise<string> {
  try {
    const client = await openClient(url, 'cuponera test')
    const limit = setTimeout(
      () => client.connection.stream.destroy(new Error('timeout expired')),
      CONNECT_LIMIT_MS,
    )
    try {
      return await askServer(client, files, url)
    } finally {
      await client.end()
      clearTimeout(limit)
    }
  } catch (error) {
    throw toConnectionFailure(error, url)
  }
}

async function askServer(client: pg.Client, files: string[], url: string): Promise<string> {
  await refuseOldServer(client)
  const applied = await appliedMigrations(client, files)
  const { rows } = await client.query<Rights>(RIGHTS)
  const [rights] = rows
  if (!rights) throw new Error('a statement that always has a row gave none')
  if (rights.reads_only)
    throw new ConnectionFailure('no_rights', { says: 'reads_only', at: serverOf(url).at })
  const isComplete = files.every((name) => applied.includes(name))
  if (!isComplete && !rights.may_create) throw mayNotCreate()
  if (isComplete && !rights.may_write) throw new ConnectionFailure('no_rights', { says: 'may_not_write' })
  return `PostgreSQL ${rights.version.split(' ')[0] ?? rights.version}`
}
