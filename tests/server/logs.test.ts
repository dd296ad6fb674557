import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { startServer, type RunningServer } from '../../server/start.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { rawRequest } from '../support/raw-request.ts'

/** Promise P14: no password, token, key, connection string or full code in any log, whatever goes wrong. */

const secrets = {
  password: 'correct horse 9 of Ada',
  guess: 'wrong password of Eve',
  code: 'SECRET-CODE-4711',
  key: 'cup_secret-key-of-a-till',
  email: 'ada.lovelace@store.example',
}

const root = join(import.meta.dirname, '..', '..')
let database: TestDatabase
let server: RunningServer
let logged = ''
let printed = ''
const undo: (() => void)[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream)
    stream.write = ((...args: Parameters<typeof write>) => {
      printed += String(args[0])
      return write(...args)
    }) as typeof stream.write
    undo.push(() => (stream.write = write))
  }
  const folders = {
    consoleDir: null,
    migrationsDir: join(root, 'migrations'),
    resourcesDir: join(root, 'resources'),
  }
  const config = { ...readConfig(folders, [], {}), port: 0, databaseUrl: database.url }
  const log = pino({ level: 'trace' }, { write: (line: string) => void (logged += line) })
  server = await startServer(config, log)
})
afterAll(async () => {
  for (const restore of undo) restore()
  await server.close()
  await database.drop()
})

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const type = typeof body === 'string' ? 'text/csv' : 'application/json'
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return rawRequest(server.url, 'POST', `/api/v1${path}`, { 'content-type': type, ...headers }, text)
}

it('a day of sales, guesses and breakdowns leaves none of them in the log, nor on the terminal', async () => {
  const { password, guess, code, key, email } = secrets
  const account = { name: 'Ada Lovelace', email, password }
  const session = JSON.parse((await post('/auth/setup?refresh=body', account)).body) as Record<string, string>
  const tokens = [session['access_token'] ?? '', session['refresh_token'] ?? '']
  const as = { authorization: `Bearer ${tokens[0] ?? ''}` }
  await post('/auth/login', { email, password: guess })
  await post('/auth/change-password', { current_password: guess, new_password: `${guess} again` }, as)
  await post('/books', { name: 'Summer' }, as)
  expect((await post('/books/1/codes/upload', `code\n${code}\n`, as)).status).toBe(201)
  await post(`/coupons/assign/${code}`, { user_id: 1 }, { ...as, 'idempotency-key': key })
  await post(`/coupons/lock/${code}`, {}, as)
  await rawRequest(server.url, 'GET', `/api/v1/coupons/${code}/history`, as)
  await rawRequest(server.url, 'GET', '/api/v1/users', { authorization: `Bearer ${key}` })

  // The database now fails in ways that no rule foresees, each with the row, or the statement, in its message.
  const break_ = (sql: string) => server.app.db.sequelize.query(sql)
  await break_('alter table coupons add constraint unforeseen check (version < 3) not valid')
  expect((await post(`/coupons/redeem/${code}`, {}, as)).status).toBe(500)
  await break_('alter table users add constraint unforeseen check (false) not valid')
  expect((await post('/users', { ...account, email: `x.${email}` }, as)).status).toBe(500)
  await break_('alter table redemption_history rename to gone')
  expect((await rawRequest(server.url, 'GET', '/api/v1/redemptions', as)).status).toBe(500)
  await break_(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  ).catch(() => undefined)
  await rawRequest(server.url, 'GET', `/api/v1/coupons/${code}`, as)

  expect(logged).toContain('request_failed')
  const connection = new URL(database.url)
  const hidden = [password, guess, code, code.replaceAll('-', ''), key, email, 'Lovelace', ...tokens]
  for (const secret of [...hidden, connection.password, database.url, 'insert into'])
    expect(`${logged}\n${printed}`, secret.slice(0, 20)).not.toContain(secret)
  expect(logged).not.toMatch(/\$2b\$12\$/)
})
