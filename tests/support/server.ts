/** A running server on a fresh database, spoken to over real HTTP. */
import { join } from 'node:path'
import { pino } from 'pino'
import { claimSetUp, recordSetUp } from '../../server/auth/set-up.ts'
import { readConfig, type Config } from '../../server/config.ts'
import { transaction } from '../../server/db/transaction.ts'
import { valueOf } from '../../server/errors.ts'
import type { AppContext } from '../../server/http/context.ts'
import { signAccessToken } from '../../server/http/session.ts'
import { startServer, type RunningServer } from '../../server/start.ts'
import { createUser } from '../../server/users/create-user.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

const root = join(import.meta.dirname, '..', '..')

export interface Reply {
  status: number
  headers: Headers
  // Tests look into replies freely; what must hold there, they assert.

  body: any
}

export interface Account {
  id: number
  email: string
  token: string
}

export interface TestServer extends RunningServer {
  database: TestDatabase
  admin: Account
  /** One request below `/api/v1`; `as` gives the bearer token. A plain object is sent as JSON, a string or bytes as they are. */
  request(method: string, path: string, options?: RequestOptions): Promise<Reply>
  /** A new account with this role, logged in. */
  account(role: 'admin' | 'manager' | 'staff' | 'customer', name?: string): Promise<Account>
  /** Rows of an SQL statement, for what the API does not show. */
  sql<Row extends object>(text: string, bind?: unknown[]): Promise<Row[]>
}

export interface RequestOptions {
  as?: Account | string
  body?: unknown
  headers?: Record<string, string>
}

/** Everybody's. */
export const password = 'correct horse 9'
/** As the product keeps it. To hash it anew for each server would take a quarter of a second each time. */
const passwordHash = '$2b$12$wVQ2jI/zFiT0fGQ/ovLYRuJzdqVpSFYt4d/XIstlSmX.U8K7q4d12'
let accounts = 0

/** Starts the product as the headless entry does. The caller stops it with `close()`, which drops the database, too. */
export async function startTestServer(
  overrides: Partial<Config> = {},
  database?: TestDatabase,
  log = pino({ level: 'silent' }),
): Promise<TestServer> {
  const fresh = database ?? (await createTestDatabase())
  const folders = {
    consoleDir: null,
    migrationsDir: join(root, 'migrations'),
    resourcesDir: join(root, 'resources'),
  }
  const config: Config = {
    ...readConfig(folders, [], {}),
    port: 0,
    databaseUrl: fresh.url,
    checkReplies: true,
    ...overrides,
  }
  const running = await startServer(config, log)
  const request = (method: string, path: string, options: RequestOptions = {}): Promise<Reply> =>
    send(running.url, method, path, options)
  const sql = async <Row extends object>(text: string, bind: unknown[] = []): Promise<Row[]> =>
    (await running.app.db.sequelize.query(text, { bind }))[0] as Row[]
  const admin = await firstAdmin({ ...running, sql })
  const server = { ...running, database: fresh, admin, request, sql }
  return {
    ...server,
    account: (role, name) => newAccount(server, role, name),
    close: async () => {
      await running.close()
      if (!database) await fresh.drop()
    },
  }
}

type Opened = Pick<TestServer, 'app' | 'sql'>

/** The administrator of the store, whom whoever was here first has made. */
async function firstAdmin(server: Opened): Promise<Account> {
  const email = 'admin@store.example'
  await setUp(server.app, email)
  const [admin] = await server.sql<{ id: number }>('select id from users where email = $1', [email])
  if (!admin) throw new Error('the store was set up by somebody else')
  return logIn(server, admin.id, email)
}

/** As the operation does it, but for the hash. */
async function setUp({ db }: AppContext, email: string): Promise<void> {
  const requestId = 'set-up'
  await transaction(db, async (tx) => {
    if (!(await claimSetUp(tx))) return
    const admin = { name: 'Ada Admin', email, role: 'admin' as const, externalId: null, passwordHash }
    const { id } = valueOf(await createUser(tx, { self: true, requestId }, admin))
    await recordSetUp(tx, { actorId: id, till: null, requestId }, id)
  })
}

/** Made over HTTP. */
async function newAccount(
  server: Omit<TestServer, 'account'>,
  role: string,
  name = `A ${role}`,
): Promise<Account> {
  accounts += 1
  const email = `${role}.${String(accounts)}@store.example`
  const made = await server.request('POST', '/users', { as: server.admin, body: { name, email, role } })
  if (made.status !== 201) throw new Error(`no account was made: ${JSON.stringify(made.body)}`)
  return logIn(server, made.body.id as number, email)
}

const LOG_IN = `
  with person as (
    update users set password_hash = coalesce(password_hash, $2) where id = $1 returning id, token_version
  )
  insert into refresh_tokens (family_id, user_id, token_hash, expires_at)
  select nextval('refresh_token_families'), id, sha256(random()::text::bytea), clock_timestamp() + interval '1 day' from person
  returning family_id, (select token_version from person)`

/** Who has no password gets everybody's, and a session without the price of a log-in. */
async function logIn({ app, sql }: Opened, id: number, email: string): Promise<Account> {
  const [session] = await sql<{ family_id: number; token_version: number }>(LOG_IN, [id, passwordHash])
  if (!session) throw new Error('no session was opened')
  const { accessToken } = signAccessToken(app, { id, tokenVersion: session.token_version }, session.family_id)
  return { id, email, token: accessToken }
}

async function send(url: string, method: string, path: string, options: RequestOptions): Promise<Reply> {
  const headers: Record<string, string> = { ...options.headers }
  if (options.as)
    headers['authorization'] = `Bearer ${typeof options.as === 'string' ? options.as : options.as.token}`
  const init: RequestInit = { method, headers }
  if (typeof options.body === 'string' || options.body instanceof Uint8Array)
    init.body = options.body as BodyInit
  else if (options.body !== undefined) {
    headers['content-type'] ??= 'application/json'
    init.body = JSON.stringify(options.body)
  }
  const response = await connected(() => fetch(`${url}/api/v1${path}`, init))
  // A stream has no end to wait for; tests/support/live.ts reads one.
  const isStream = /event-stream/.test(response.headers.get('content-type') ?? '')
  if (isStream) await response.body?.cancel()
  const text = isStream ? '' : await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : text,
  }
}

/** Asks again where not even a connection came about: of a thousand at once on a crowded machine one may wait too long for it. */
async function connected(ask: () => Promise<Response>): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask()
    } catch (error) {
      const cause = error instanceof TypeError ? (error.cause as { code?: string } | undefined) : undefined
      if (cause?.code !== 'UND_ERR_CONNECT_TIMEOUT' || tries === 5)
        throw new Error(`no reply: ${cause?.code ?? ''}`, { cause: error })
    }
  }
}
