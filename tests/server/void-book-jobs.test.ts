import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untilWaiting } from '../support/gate.ts'
import { closeWhole } from '../support/invariants.ts'
import type { Account } from '../support/server.ts'
import { refusal } from '../support/shop.ts'
import { later, openVoidingShop, until, type VoidingShop } from './void-support.ts'

let shop: VoidingShop

beforeAll(async () => {
  shop = await openVoidingShop()
})

afterAll(() => closeWhole(shop.server))

const left = async (bookId: number): Promise<unknown> => {
  const [row] = await shop.server.sql(
    `select (select count(*)::int from coupons where book_id = $1 and state = 'VOID') as voided,
            (select count(*)::int from coupons where book_id = $1 and version > 0) as changed,
            (select count(*)::int from audit_events where book_id = $1 and action in ('coupon.voided', 'codes.voided')) as events`,
    [bookId],
  )
  return row
}
const nothing = { voided: 0, changed: 0, events: 0 }

async function keyFor(bookId: number): Promise<Account> {
  const body = { name: `Key ${String(bookId)}`, role: 'manager', book_ids: [bookId] }
  const made = await shop.send('POST', '/api-keys', body, {}, shop.server.admin)
  return { ...shop.manager, token: made.body.key as string }
}

describe('the voiding of a book that nobody waits for', () => {
  it('is refused where there is no such book, and to a key of another one; nobody else may follow or end it', async () => {
    const [bookId, other] = [await shop.largeBook(20), await shop.book()]
    const [own, foreign] = [await keyFor(bookId), await keyFor(other)]
    expect(refusal(await shop.voidBook(999_999, later))).toEqual([404, 'book_not_found'])
    expect(refusal(await shop.voidBook(bookId, later, foreign))).toEqual([404, 'book_not_found'])
    expect(refusal(await shop.voidBook(bookId, later, shop.staff))).toEqual([403, 'forbidden'])
    const held = await shop.holdCoupon(bookId, 0)
    const { status, body } = await shop.voidBook(bookId, later, own)
    const id = body.job.id as number
    expect(status).toBe(202)
    expect(refusal(await shop.get(foreign, `/jobs/${String(id)}`))).toEqual([404, 'not_found'])
    expect(refusal(await shop.cancel(id, foreign))).toEqual([404, 'not_found'])
    expect((await shop.cancel(id, own)).status).toBe(200)
    await shop.ended(id)
    await held.release()
    expect(await left(bookId)).toEqual(nothing)
  })

  it('answers with its job, which tells how far it is, and voids them all; the key tells the same again', async () => {
    const bookId = await shop.largeBook(21_000)
    const held = await shop.holdCoupon(bookId, 12_000)
    const headers = { ...later, 'idempotency-key': 'void-later-1' }
    const reply = await shop.voidBook(bookId, headers)
    expect(reply.status).toBe(202)
    expect(reply.body).toMatchObject({ book_id: bookId, voided: 0, job: { kind: 'void', state: 'running' } })
    const id = reply.body.job.id as number
    expect(reply.headers.get('location')).toBe(`/api/v1/jobs/${String(id)}`)
    await until(async () => (await shop.job(id)).processed === 10_000)
    expect(await shop.job(id)).toMatchObject({ state: 'running', total: 21_000 })
    expect(await left(bookId)).toEqual(nothing)
    expect(refusal(await shop.voidBook(bookId, headers))).toEqual([409, 'idempotency_in_progress'])
    await held.release()
    await shop.ended(id)
    expect(await shop.job(id)).toMatchObject({ state: 'done', total: 21_000, processed: 21_000 })
    expect(await left(bookId)).toEqual({ voided: 21_000, changed: 21_000, events: 21_001 })
    const told = `select actor_id, details from audit_events where job_id = $1`
    expect(await shop.server.sql(told, [id])).toEqual([
      { actor_id: shop.manager.id, details: { reason: 'Season over', voided: 21_000 } },
    ])
    const again = await shop.voidBook(bookId, headers)
    expect([again.status, again.body]).toEqual([202, reply.body])
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  })

  it('that is cancelled in the middle leaves nothing, and says who did it; its key is free again', async () => {
    const bookId = await shop.largeBook(21_000)
    const held = await shop.holdCoupon(bookId, 12_000)
    const headers = { ...later, 'idempotency-key': 'void-later-2' }
    const id = (await shop.voidBook(bookId, headers)).body.job.id as number
    await until(async () => (await shop.job(id)).processed === 10_000)
    expect((await shop.cancel(id)).status).toBe(200)
    await shop.ended(id)
    await held.release()
    expect(await shop.job(id)).toMatchObject({ state: 'cancelled', error_code: 'job_finished' })
    expect(await left(bookId)).toEqual(nothing)
    expect(
      await shop.server.sql('select action, actor_id from audit_events where job_id = $1', [id]),
    ).toEqual([{ action: 'void.cancelled', actor_id: shop.manager.id }])
    expect(refusal(await shop.cancel(id))).toEqual([409, 'job_finished'])
    const anew = await shop.voidBook(bookId, { 'idempotency-key': 'void-later-2' })
    expect([anew.status, anew.body.voided]).toEqual([200, 21_000])
  })

  it('is seen, and can be cancelled, while it waits for its book', async () => {
    const bookId = await shop.largeBook(5)
    const held = await shop.holdBook(bookId)
    const id = (await shop.voidBook(bookId, later)).body.job.id as number
    await untilWaiting(shop.server.app.db)
    expect(await shop.job(id)).toMatchObject({ state: 'running', total: null })
    expect((await shop.cancel(id)).status).toBe(200)
    await shop.ended(id)
    await held.release()
    expect(await shop.job(id)).toMatchObject({ state: 'cancelled' })
    expect(await left(bookId)).toEqual(nothing)
  })

  it('takes none that were brought in after it had begun', async () => {
    const bookId = await shop.largeBook(10_005)
    const held = await shop.holdCoupon(bookId, 2)
    const id = (await shop.voidBook(bookId, later)).body.job.id as number
    await untilWaiting(shop.server.app.db)
    await shop.codes(bookId, 3)
    await held.release()
    await shop.ended(id)
    expect(await shop.job(id)).toMatchObject({ state: 'done', processed: 10_005 })
    expect(await left(bookId)).toMatchObject({ voided: 10_005 })
  })
})

it('a voiding whose sender goes away leaves nothing', async () => {
  const bookId = await shop.largeBook(20)
  const held = await shop.holdCoupon(bookId, 10)
  const leaving = new AbortController()
  const sending = fetch(`${shop.server.url}/api/v1/books/${String(bookId)}/void`, {
    method: 'POST',
    body: JSON.stringify({ reason: 'Season over' }),
    headers: { authorization: `Bearer ${shop.manager.token}`, 'content-type': 'application/json' },
    signal: leaving.signal,
  })
  await untilWaiting(shop.server.app.db)
  leaving.abort()
  await expect(sending).rejects.toThrow()
  const stateOf = 'select state from jobs where book_id = $1'
  await until(
    async () => (await shop.server.sql<{ state: string }>(stateOf, [bookId]))[0]?.state === 'cancelled',
  )
  await held.release()
  expect(await left(bookId)).toEqual(nothing)
})
