import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdBack, untilWaiting, type Hold } from '../support/gate.ts'
import { closeWhole } from '../support/invariants.ts'
import { startTestServer, type Account, type Reply, type TestServer } from '../support/server.ts'
import { codesOf, makeBook } from './imports-support.ts'

let server: TestServer
let manager: Account

beforeAll(async () => {
  server = await startTestServer()
  manager = await server.account('manager')
})

afterAll(() => closeWhole(server))

const generate = (bookId: number, body: object, headers: Record<string, string> = {}): Promise<Reply> =>
  server.request('POST', `/books/${String(bookId)}/codes/generate`, { as: manager, body, headers })

const job = async (id: number): Promise<Reply['body']> =>
  (await server.request('GET', `/jobs/${String(id)}`, { as: manager })).body

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}

const ended = (id: number) => until(async () => (await job(id)).state !== 'running')

/** Holds back every generation, as another one at work does. */
const holdGenerations = (): Promise<Hold> =>
  holdBack(server.database.url, 'select pg_advisory_xact_lock(478006, 0)')

/** Holds back whatever makes coupons, after it has its job. */
const holdCoupons = (): Promise<Hold> => holdBack(server.database.url, 'lock table coupons in share mode')

describe('two generations at once', () => {
  it('in a space with room for one of them: one is made whole, the other is refused and leaves nothing', async () => {
    const books = [await makeBook(server), await makeBook(server)]
    const held = await holdGenerations()
    // 8^6 = 262,144 is room for 26 codes.
    const both = books.map((bookId) => generate(bookId, { count: 20, pattern: 'RACE-######' }))
    await untilWaiting(server.app.db, 2)
    await held.release()
    const replies = await Promise.all(both)
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 422])
    const made = await server.sql("select book_id from coupons where code_key like 'RACE%'")
    expect(made).toHaveLength(20)
  })

  it('with room enough are both made, each exactly', async () => {
    const books = [await makeBook(server), await makeBook(server)]
    const replies = await Promise.all(
      books.map((bookId) => generate(bookId, { count: 2000, pattern: 'BOTH-{}' })),
    )
    expect(replies.map(({ status }) => status)).toEqual([201, 201])
    for (const bookId of books) expect(await codesOf(server, bookId)).toHaveLength(2000)
  })
})

/** Holds back whatever makes coupons, after it has its job. */
describe('a generation that nobody waits for', () => {
  const later = { prefer: 'respond-async' }

  it('answers with its job, which tells how far it is, and makes them all', async () => {
    const bookId = await makeBook(server)
    const held = await holdCoupons()
    const reply = await generate(bookId, { count: 30_000 }, later)
    expect(reply.status).toBe(202)
    expect(reply.headers.get('preference-applied')).toBe('respond-async')
    expect(reply.body).toMatchObject({
      book_id: bookId,
      codes_created: 0,
      job: { kind: 'generate', state: 'running' },
    })
    await untilWaiting(server.app.db)
    const id = reply.body.job.id as number
    await until(async () => (await job(id)).total === 30_000)
    expect(await codesOf(server, bookId)).toEqual([])
    await held.release()
    await ended(id)
    expect(await job(id)).toMatchObject({ state: 'done', total: 30_000, processed: 30_000 })
    expect(await codesOf(server, bookId)).toHaveLength(30_000)
  })

  it('that is cancelled leaves nothing, and says who did it', async () => {
    const bookId = await makeBook(server)
    const held = await holdCoupons()
    const { body } = await generate(bookId, { count: 30_000 }, later)
    await untilWaiting(server.app.db)
    const id = body.job.id as number
    expect((await server.request('POST', `/jobs/${String(id)}/cancel`, { as: manager })).status).toBe(200)
    await ended(id)
    await held.release()
    expect(await job(id)).toMatchObject({ state: 'cancelled' })
    expect(await codesOf(server, bookId)).toEqual([])
    expect(await server.sql('select action, actor_id from audit_events where job_id = $1', [id])).toEqual([
      { action: 'generation.cancelled', actor_id: manager.id },
    ])
  })
})

it('a generation whose sender goes away leaves nothing', async () => {
  const bookId = await makeBook(server)
  const held = await holdCoupons()
  const leaving = new AbortController()
  const sending = fetch(`${server.url}/api/v1/books/${String(bookId)}/codes/generate`, {
    method: 'POST',
    body: JSON.stringify({ count: 10 }),
    headers: { authorization: `Bearer ${manager.token}`, 'content-type': 'application/json' },
    signal: leaving.signal,
  })
  await untilWaiting(server.app.db)
  leaving.abort()
  await expect(sending).rejects.toThrow()
  const stateOf = 'select state from jobs where book_id = $1'
  await until(async () => (await server.sql<{ state: string }>(stateOf, [bookId]))[0]?.state === 'cancelled')
  await held.release()
  expect(await codesOf(server, bookId)).toEqual([])
})
