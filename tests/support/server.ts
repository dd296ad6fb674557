/** A running server on a fresh database, spoken to over real HTTP. */
import { join } from 'node:path'
import { pino } from 'pino'
import { readConfig, type Config } from '../../server/config.ts'
import { signAccessToken } from '../../server/http/session.ts'
import { startServer, type RunningServer } from '../../server/start.ts'
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
  const admin = await firstAdmin(request)
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

type Ask = TestServer['request']

async function firstAdmin(request: Ask): Promise<Account> {
  const email = 'admin@store.example'
  const reply = await request('POST', '/auth/setup', { body: { name: 'Ada Admin', email, password } })
  if (reply.status === 409) return logIn(request, email)
  return { id: reply.body.user.id as number, email, token: reply.body.access_token as string }
}

const OPEN_ACCOUNT = `
  with person as (
    update users set password_hash = (select password_hash from users where id = $2) where id = $1 returning id
  )
  insert into refresh_tokens (family_id, user_id, token_hash, expires_at)
  select nextval('refresh_token_families'), id, sha256(random()::text::bytea), clock_timestamp() + interval '1 day' from person
  returning family_id`

/** Made over HTTP; then it gets the first administrator's password and a session without the price of hashing for each. */
async function newAccount(
  server: Omit<TestServer, 'account'>,
  role: string,
  name = `A ${role}`,
): Promise<Account> {
  accounts += 1
  const email = `${role}.${String(accounts)}@store.example`
  const made = await server.request('POST', '/users', { as: server.admin, body: { name, email, role } })
  if (made.status !== 201) throw new Error(`no account was made: ${JSON.stringify(made.body)}`)
  const id = made.body.id as number
  const [session] = await server.sql<{ family_id: number }>(OPEN_ACCOUNT, [id, server.admin.id])
  if (!session) throw new Error('no session was opened')
  return {
    id,
    email,
    token: signAccessToken(server.app, { id, tokenVersion: 1 }, session.family_id).accessToken,
  }
}

/** Logs the first administrator of a store that is set up already in. */
async function logIn(request: Ask, email: string): Promise<Account> {
  const reply = await request('POST', '/auth/login', { body: { email, password } })
  if (reply.status !== 200) throw new Error(`the log-in failed: ${JSON.stringify(reply.body)}`)
  return { id: reply.body.user.id as number, email, token: reply.body.access_token as string }
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
