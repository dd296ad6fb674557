import { setTimeout as sleep } from 'node:timers/promises'
import { realpath } from 'node:fs/promises'
import pg from 'pg'
import type { Cluster } from './embedded-cluster.ts'
import { inUse } from './embedded-lock.ts'
import { scramVerifier, verifies } from './embedded-passwords.ts'

/** A superuser's connection that holds the data folder inside the database, and whose end tells that the server is gone. */
export interface Guard {
  version: string
  /** Resolves when the connection ends, for whatever reason; never rejects. */
  lost: Promise<void>
  release(): Promise<void>
}

export const applicationRole = 'cuponera'

// Taken in the database `postgres`, where the application takes none: the numbers need only differ from those of others there.
const TAKE_LOCK = 'select pg_try_advisory_lock(478001, 1) as taken'
const SERVER = `select current_setting('server_version') as version, current_setting('data_directory') as folder`
const APPLICATION = `
  select (select rolpassword from pg_authid where rolname = $1 and not rolsuper) as verifier,
         exists (select from pg_database where datname = $1) as has_database`
const ROLE_EXISTS = 'select exists (select from pg_roles where rolname = $1) as found'

/**
 * Connects to the server on `port`, makes sure that it is the one of this folder and takes the lock. While it still starts
 * up or recovers it is waited for; any other refusal is tried again for 5 s. Throws `in_use` when another program has the lock.
 */
export async function holdGuard(cluster: Cluster, port: number, signal: AbortSignal): Promise<Guard> {
  const client = await connectPatiently(cluster, port, signal)
  const lost = new Promise<void>((resolve) => client.once('end', resolve))
  const guard = { version: '', lost, release: () => endClient(client, lost) }
  try {
    const server = (await client.query<{ version: string; folder: string }>(SERVER)).rows[0]
    if (!server || (await realpath(server.folder)) !== cluster.folder)
      throw new Error(`port ${port} belongs to the database in ${server?.folder ?? 'an unknown folder'}`)
    guard.version = server.version.split(' ')[0] ?? server.version
    await takeLock(client, cluster, signal)
    await ensureApplication(client, cluster)
    return guard
  } catch (error) {
    await guard.release()
    throw error
  }
}

const startingUp = '57P03'
const patienceMs = 5_000

async function connectPatiently(cluster: Cluster, port: number, signal: AbortSignal): Promise<pg.Client> {
  const end = performance.now() + patienceMs
  for (;;) {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password: cluster.passwords.superuser,
      database: 'postgres',
      ssl: false,
      connectionTimeoutMillis: patienceMs,
      keepAlive: true,
      application_name: 'cuponera supervisor',
    })
    client.on('error', (error) => cluster.log('database_guard_error', { message: error.message }))
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => {})
      signal.throwIfAborted()
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (code !== startingUp && (code === '28P01' || performance.now() > end)) throw error
      await sleep(50, undefined, { signal })
    }
  }
}

/** The connection of a program that was killed a moment ago may still be there: a few tries before it is another's. */
async function takeLock(client: pg.Client, cluster: Cluster, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < 30; attempt += 1) {
    if ((await client.query<{ taken: boolean }>(TAKE_LOCK)).rows[0]?.taken) return
    await sleep(100, undefined, { signal })
  }
  throw inUse(cluster.dataDir)
}

/** Makes the application's role and database, or brings the role's password in line with its file. */
async function ensureApplication(client: pg.Client, cluster: Cluster): Promise<void> {
  const password = cluster.passwords.application
  const found = (
    await client.query<{ verifier: string | null; has_database: boolean }>(APPLICATION, [applicationRole])
  ).rows[0]
  if (!verifies(found?.verifier ?? '', password)) {
    const exists = (await client.query<{ found: boolean }>(ROLE_EXISTS, [applicationRole])).rows[0]?.found
    // a role statement takes no parameters; the verifier is ours and made of base64
    const verifier = client.escapeLiteral(scramVerifier(password))
    await client.query(
      `${exists ? 'alter' : 'create'} role ${applicationRole} login nosuperuser nocreatedb nocreaterole password ${verifier}`,
    )
  }
  if (!found?.has_database) await client.query(`create database ${applicationRole} owner ${applicationRole}`)
}

/** A polite end, and after a second a rude one: a server that hangs must not keep the program. */
async function endClient(client: pg.Client, lost: Promise<void>): Promise<void> {
  const impatience = new AbortController()
  const farewell = client.end().catch(() => {})
  const limit = sleep(1_000, 'late', { signal: impatience.signal }).catch(() => 'in time')
  if ((await Promise.race([farewell, lost, limit])) === 'late') client.connection.stream.destroy()
  impatience.abort()
}
