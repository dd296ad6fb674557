/** What is measured: an embedded Postgres as a store has it, the program on it, and data, all in a folder that is removed. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { keyOf } from '../server/contracts/code-key.ts'
import { connect, type Database } from '../server/db/connect.ts'
import { startEmbedded } from '../server/db/embedded.ts'
import { query, queryOne } from '../server/db/query.ts'
import type { Actor } from '../server/http/context.ts'

const root = join(import.meta.dirname, '..')

export interface Stand {
  db: Database
  databaseUrl: string
  version: string
  /** Settings of the server that decide what a commit costs. */
  settings: string
  /** Where the program answers, a process of its own. */
  url: string
  pid: number
  /** Its administrator, who makes every call. */
  admin: Actor
  token: string
  /** How the administrator logs in. */
  account: { email: string; password: string }
  bookId: number
  userIds: number[]
  close(): Promise<void>
}

const ADMIN = "select id, kind, name, role from users where role = 'admin'"
const BOOK = "insert into books (name) values ('A hot book') returning id"
const USERS =
  "insert into users (name) select 'Customer ' || n from generate_series(1, $1::int) n returning id"
const CODES = `
  insert into coupons (book_id, code, code_key)
  select $1, code, code_key from unnest($2::text[], $3::text[]) as c (code, code_key)`
const SETTINGS = `
  select string_agg(name || ' ' || setting, ', ' order by name) as settings from pg_settings
   where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method')`

/** Starts everything and fills one book. @param connections how many the measuring itself will open. */
export async function startStand(codes: number, users: number, connections: number): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'cuponera-bench-'))
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })]
  const close = async (): Promise<void> => {
    for (const stop of undo.splice(0).toReversed()) await stop()
  }
  try {
    await chmod(folder, 0o755) // the database's own account must pass
    const embedded = await startEmbedded({
      dataDir: join(folder, 'data'),
      log: () => undefined,
      extraSettings: { max_connections: String(connections + 40) },
    })
    undo.push(() => embedded.stop())
    const admin = { email: 'bench@store.example', password: randomBytes(18).toString('hex') }
    const program = await startProgram(embedded.url, admin)
    undo.push(program.stop)
    const db = connect(embedded.url, { log: () => undefined })
    undo.push(() => db.close())
    const row = await queryOne<Pick<Actor, 'id' | 'kind' | 'name' | 'role'>>(db, ADMIN)
    return {
      db,
      databaseUrl: embedded.url,
      version: embedded.version,
      settings: (await queryOne<{ settings: string }>(db, SETTINGS)).settings,
      url: program.url,
      pid: program.pid,
      admin: { ...row, bookIds: null, sessionId: null },
      token: await logIn(program.url, admin),
      account: admin,
      ...(await fill(db, codes, users)),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function startProgram(databaseUrl: string, admin: { email: string; password: string }) {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'server', 'headless.ts')], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      CUPONERA_HOST: '127.0.0.1',
      CUPONERA_PORT: '0',
      CUPONERA_ADMIN_EMAIL: admin.email,
      CUPONERA_ADMIN_PASSWORD: admin.password,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^ready (\S+)$/.exec(line)?.[1]
    if (url !== undefined) return { url, pid: child.pid ?? 0, stop }
  }
  throw new Error('the program did not start; it says why above')
}

async function logIn(url: string, account: { email: string; password: string }): Promise<string> {
  const reply = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  const { access_token } = (await reply.json()) as { access_token: string }
  return access_token
}

async function fill(
  db: Database,
  count: number,
  users: number,
): Promise<{ bookId: number; userIds: number[] }> {
  const { id: bookId } = await queryOne<{ id: number }>(db, BOOK)
  const userIds = (await query<{ id: number }>(db, USERS, [users])).map(({ id }) => id)
  const codes = Array.from({ length: count }, (_, index) => `BENCH-${String(index).padStart(7, '0')}`)
  await query(db, CODES, [bookId, codes, codes.map((code) => keyOf(code))])
  await query(db, 'analyze')
  return { bookId, userIds }
}
