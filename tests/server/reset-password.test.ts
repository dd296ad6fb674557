/** The last administrator who forgot: a command on the server, with and without a database of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { runHeadless, stop, type HeadlessProgram } from '../support/program.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const admin = { email: 'ada@store.example', password: 'correct horse 9' }
const undo: (() => Promise<unknown> | void)[] = []

afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step()
})

const reset = (env: Record<string, string>, ...args: string[]): HeadlessProgram =>
  runHeadless(env, ['reset-password', ...args])

const logIn = async (url: string, email: string, password: string): Promise<number> =>
  (
    await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
  ).status

const passwordIn = (text: string): string => /^The new password of \S+: (\S+)\n$/.exec(text)?.[1] ?? ''

async function startServer(): Promise<TestServer> {
  const server = await startTestServer()
  undo.push(() => server.close())
  return server
}

test('an address that is none, of nobody, of no administrator or of a former one is refused with status 2', async () => {
  const server = await startServer()
  const env = { DATABASE_URL: server.database.url }
  const manager = await server.account('manager')
  const former = await server.account('admin')
  await server.request('DELETE', `/users/${String(former.id)}`, { as: server.admin })
  const users = 'select id, password_hash, token_version from users order by id'
  const before = await server.sql(users)
  for (const args of [
    [],
    ['nobody'],
    [manager.email, former.email],
    ['nobody@store.example'],
    [manager.email],
    [former.email],
  ]) {
    const program = reset(env, ...args)
    expect(await program.ended, args.join(' ')).toBe(2)
    expect(program.stderr()).toMatch(/^cuponera: .+\n$/)
    expect(program.stdout()).toBe('')
  }
  expect(await server.sql(users)).toEqual(before)
})

test('on a configured database it prints a new password once, ends the sessions and tells the audit, while the server works', async () => {
  const server = await startServer()
  const program = reset({ DATABASE_URL: server.database.url }, server.admin.email.toUpperCase())
  expect(await program.ended, program.stderr()).toBe(0)
  const password = passwordIn(program.stdout())
  expect(password).toMatch(/^([a-z2-9]{4}-){5}[a-z2-9]{4}$/)
  expect(program.stderr()).not.toContain(password)
  await expect
    .poll(async () => (await server.request('GET', '/auth/me', { as: server.admin })).status)
    .toBe(401)
  expect(await logIn(server.url, server.admin.email, 'correct horse 9')).toBe(401)
  expect(await logIn(server.url, server.admin.email, password)).toBe(200)
  const events = await server.sql<{ row: string }>(
    "select actor_id, user_id, details, e::text as row from audit_events e where action = 'user.password_reset'",
  )
  expect(events).toMatchObject([{ actor_id: null, user_id: server.admin.id, details: { sessions_ended: 1 } }])
  expect(events[0]?.row).not.toContain(password)
})

test('on the embedded database it starts and stops it; beside a running program, or without a store, it changes nothing', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cuponera-reset-'))
  undo.push(() => {
    rmSync(dataDir, { recursive: true })
  })
  const env = {
    CUPONERA_DATA_DIR: dataDir,
    CUPONERA_ADMIN_EMAIL: admin.email,
    CUPONERA_ADMIN_PASSWORD: admin.password,
  }
  const early = reset(env, admin.email)
  expect(await early.ended).toBe(2)
  expect(early.stderr()).toContain(`no store in ${dataDir}`)

  const first = runHeadless(env)
  undo.push(() => stop(first))
  const url = await first.ready
  const beside = reset(env, admin.email)
  expect(await beside.ended).toBe(1)
  expect(await logIn(url, admin.email, admin.password)).toBe(200)
  expect(await stop(first)).toBe(0)

  const program = reset(env, admin.email)
  expect(await program.ended, program.stderr()).toBe(0)
  const second = runHeadless(env)
  undo.push(() => stop(second))
  expect(await logIn(await second.ready, admin.email, passwordIn(program.stdout()))).toBe(200)
}, 90_000)
