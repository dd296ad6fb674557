import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { childrenNamed } from '../../server/db/embedded-process.ts'
import { clusterName } from '../../server/db/embedded-cluster.ts'
import { runHeadless, stop, type HeadlessProgram } from '../support/program.ts'

let folder: string
const programs: HeadlessProgram[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuponera-restart-'))
  await chmod(folder, 0o755) // the database's own account must pass
})

afterAll(async () => {
  for (const program of programs) await stop(program, 'SIGTERM')
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

function start(): HeadlessProgram {
  const program = runHeadless({ CUPONERA_DATA_DIR: join(folder, 'data') })
  programs.push(program)
  return program
}

async function call(url: string, method: string, path: string, token: string, body?: object) {
  const reply = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${method} ${path}: ${text}`)
  // What must hold of it, the test asserts.
  return JSON.parse(text) as Record<string, any>
}

test('a store on the embedded database is whole after a restart: people, codes, a live lock, a redemption, a log-in', async () => {
  const first = start()
  const url = await first.ready
  const owner = { name: 'Ada', email: 'ada@store.example', password: 'correct horse 9' }
  const { access_token: token, user } = await call(url, 'POST', '/auth/setup', '', owner)
  const { id } = await call(url, 'POST', '/books', token, { name: 'Winter' })
  await call(url, 'POST', `/books/${String(id)}/codes/upload`, token, { codes: ['W-1', 'W-2', 'W-3'] })
  const { id: userId } = user as { id: number }
  for (const code of ['W-1', 'W-2'])
    await call(url, 'POST', `/coupons/assign/${code}`, token, { user_id: userId })
  await call(url, 'POST', '/coupons/redeem/W-1', token)
  const locked = await call(url, 'POST', '/coupons/lock/W-2', token, { lock_duration_seconds: 3600 })

  expect(await stop(first)).toBe(0)
  expect(await childrenNamed(clusterName(join(folder, 'data', 'postgres')))).toEqual([])

  const again = await start().ready
  expect(await call(again, 'GET', '/coupons/W-1', token)).toMatchObject({
    state: 'REDEEMED',
    redemption_count: 1,
  })
  expect(await call(again, 'GET', '/coupons/W-2', token)).toMatchObject({
    state: 'LOCKED',
    locked_until: locked['locked_until'],
  })
  expect(await call(again, 'GET', `/books/${String(id)}`, token)).toMatchObject({
    counts: { total: 3, unassigned: 1, locked: 1, redeemed: 1 },
  })
})

test('told to stop while it is still starting, it starts no further than it must and leaves no database behind', async () => {
  const program = runHeadless({ CUPONERA_DATA_DIR: join(folder, 'early') })
  programs.push(program)
  await expect.poll(() => program.stderr(), { timeout: 60_000, interval: 5 }).toContain('database_started')
  expect(await stop(program)).toBe(0)
  expect(program.stdout()).toBe('')
  expect(await childrenNamed(clusterName(join(folder, 'early', 'postgres')))).toEqual([])
})
