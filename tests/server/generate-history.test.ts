import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GenerationRecord } from '../../server/contracts/generations.ts'
import { gate, holdBack } from '../support/gate.ts'
import { expectInvariants } from '../support/invariants.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'
import type { Account, Reply } from '../support/server.ts'
import { uploadCsv } from './imports-support.ts'

/** What was generated, by whom, and what became of it: also what nobody waited for. */

let shop: Shop
let summer: number
let winter: number

beforeAll(async () => {
  shop = await openShop()
  summer = await shop.book({ name: 'Summer', code_pattern: 'SUN-{}' })
  winter = await shop.book({ name: 'Winter' })
})

afterAll(async () => {
  await expectInvariants(shop.server.app.db)
  await shop.close()
})

const generate = (book: number, body: object, prefer?: string, as: Account | string = shop.manager) =>
  shop.server.request('POST', `/books/${String(book)}/codes/generate`, {
    as,
    body,
    headers: prefer === undefined ? {} : { prefer },
  })

const list = (query = '', as: Account | string = shop.manager): Promise<Reply> =>
  shop.server.request('GET', `/generations${query}`, { as })

const listed = async (query = '', as?: Account | string): Promise<GenerationRecord[]> => {
  const { status, body } = await list(query, as)
  expect(status, JSON.stringify(body)).toBe(200)
  return body.items as GenerationRecord[]
}

const one = async (id: number): Promise<GenerationRecord> =>
  (await shop.get(shop.manager, `/generations/${String(id)}`)).body as GenerationRecord

const over = (id: number, state: string) =>
  expect.poll(async () => (await one(id)).state, { timeout: 10_000 }).toBe(state)

const idOf = ({ body }: Reply): number => body.job.id as number

const keyOf = async (body: object): Promise<string> => {
  const reply = await shop.server.request('POST', '/api-keys', { as: shop.server.admin, body })
  expect(reply.status).toBe(201)
  return reply.body.key as string
}

/** Has every long job wait for its turn, until it is called. */
function holdTurns(): () => Promise<unknown> {
  const { opened, open } = gate()
  const { job } = shop.server.app.db.admission
  const held = [job.run(() => opened), job.run(() => opened)]
  return () => {
    open()
    return Promise.all(held)
  }
}

describe('the history of generations', () => {
  it('is refused to staff, and to whatever is no page of it', async () => {
    for (const path of ['/generations', '/generations/1'])
      expect(refusal(await shop.get(shop.staff, path))).toEqual([403, 'forbidden'])
    for (const query of ['?book_id=x', '?limit=0', '?cursor=!', '?state=done'])
      expect(refusal(await list(query))).toEqual([400, 'validation_failed'])
  })

  it('holds nothing before the first one, and nothing of a book that is not there', async () => {
    expect(await listed()).toEqual([])
    expect(await listed('?book_id=999999')).toEqual([])
  })

  it('holds no import, and none is told as a generation', async () => {
    const { body } = await uploadCsv(shop.server, winter, 'COLD-1\n')
    expect(await listed()).toEqual([])
    const path = `/generations/${String(body.id)}`
    expect(refusal(await shop.get(shop.manager, path))).toEqual([404, 'not_found'])
  })

  it('tells what was asked for, by whom, and how many were made; of the book’s own pattern, too', async () => {
    const order = { count: 3, pattern: 'BED{}', length: 9, charset: 'layout_safe', max_redemptions: 4 }
    const first = idOf(await generate(winter, order))
    const key = await keyOf({ name: 'Web shop', role: 'manager' })
    const second = idOf(await generate(summer, { count: 2 }, undefined, key))
    const [newer, older] = await listed()
    expect(older).toMatchObject({
      id: first,
      kind: 'generate',
      state: 'done',
      total: 3,
      processed: 3,
      book_id: winter,
      book_name: 'Winter',
      requested: 3,
      pattern: 'BED{}',
      length: 9,
      charset: 'layout_safe',
      max_redemptions: 4,
      codes_created: 3,
      created_by: shop.manager.id,
      created_by_name: 'Mara Manager',
    })
    expect(newer).toMatchObject({
      id: second,
      pattern: 'SUN-{}',
      length: 12,
      charset: 'no_lookalikes',
      max_redemptions: null,
      created_by_name: 'Web shop',
    })
    expect(await one(first)).toEqual(older)
  })

  it('is read page by page, the newest first, also of one book', async () => {
    for (let series = 0; series < 3; series += 1) await generate(winter, { count: 1 })
    const all = (await listed()).map(({ id }) => id)
    expect(all).toEqual(all.toSorted((a, b) => b - a))
    const ofWinter = (await listed(`?book_id=${String(winter)}`)).map(({ id }) => id)
    expect(ofWinter).toHaveLength(4)
    const paged: number[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`
      const { body } = await list(`?book_id=${String(winter)}&limit=2${after}`)
      paged.push(...(body.items as GenerationRecord[]).map(({ id }) => id))
      cursor = body.next_cursor as string | null
    }
    expect(paged).toEqual(ofWinter)
  })

  it('shows a key that is limited to books those of its books alone', async () => {
    const key = await keyOf({ name: 'Summer alone', role: 'manager', book_ids: [summer] })
    expect((await listed('', key)).map(({ book_id }) => book_id)).toEqual([summer])
    expect(await listed(`?book_id=${String(winter)}`, key)).toEqual([])
    const [ofWinter] = await listed(`?book_id=${String(winter)}`)
    const path = `/generations/${String(ofWinter?.id)}`
    expect(refusal(await shop.server.request('GET', path, { as: key }))).toEqual([404, 'not_found'])
  })
})

describe('a generation that nobody waits for', () => {
  const later = 'respond-async'

  it('is there from before its turn to its end, with what it was asked for', async () => {
    const letGo = holdTurns()
    const id = idOf(await generate(winter, { count: 30_000, pattern: 'LINE-{}' }, later))
    const order = { id, requested: 30_000, pattern: 'LINE-{}', created_by_name: 'Mara Manager' }
    const [waiting] = await listed('?limit=1')
    expect(waiting).toMatchObject({ ...order, state: 'queued', total: null, codes_created: 0 })
    const coupons = await holdBack(shop.server.database.url, 'lock table coupons in share mode')
    await letGo()
    await over(id, 'running')
    await expect.poll(async () => (await one(id)).total).toBe(30_000)
    expect(await one(id)).toMatchObject({ ...order, codes_created: 0 })
    await coupons.release()
    await over(id, 'done')
    const [done] = await listed('?limit=1')
    expect(done).toMatchObject({ ...order, processed: 30_000, codes_created: 30_000 })
  })

  it('and that another one keeps waiting is answered at once, and found; its codes are told apart from the other’s', async () => {
    // Holds back every generation, as another one at work does.
    const other = await holdBack(shop.server.database.url, 'select pg_advisory_xact_lock(478006, 0)')
    const small = await generate(winter, { count: 500, pattern: 'SMALL-##' }, later)
    expect(refusal(small)).toEqual([422, 'code_space_too_small'])
    const reply = await generate(winter, { count: 3, pattern: 'SECOND-{}' }, later)
    expect(reply.status).toBe(202)
    const [waiting] = await listed('?limit=1')
    expect(waiting).toMatchObject({ id: idOf(reply), state: 'running', total: null, requested: 3 })
    await shop.codes(winter, 2)
    await other.release()
    await over(idOf(reply), 'done')
    const range = 'select coupons_until - coupons_after as wide from jobs where id = $1'
    expect(await shop.server.sql(range, [idOf(reply)])).toEqual([{ wide: 3 }])
  })

  it('and that is cancelled while another one keeps it waiting made nothing', async () => {
    const other = await holdBack(shop.server.database.url, 'select pg_advisory_xact_lock(478006, 0)')
    const id = idOf(await generate(winter, { count: 3 }, later))
    await shop.server.request('POST', `/jobs/${String(id)}/cancel`, { as: shop.manager })
    await over(id, 'cancelled')
    await other.release()
    expect(await one(id)).toMatchObject({ requested: 3, codes_created: 0 })
  })

  it('that is cancelled before its turn made nothing', async () => {
    const letGo = holdTurns()
    const id = idOf(await generate(winter, { count: 7 }, later))
    await shop.server.request('POST', `/jobs/${String(id)}/cancel`, { as: shop.manager })
    await over(id, 'cancelled')
    expect(await one(id)).toMatchObject({ requested: 7, codes_created: 0, error_code: 'job_finished' })
    await letGo()
  })

  it('that failed when its turn came says why', async () => {
    const letGo = holdTurns()
    const id = idOf(await generate(winter, { count: 500, pattern: 'TINY-##' }, later))
    await letGo()
    await over(id, 'failed')
    const [failed] = await listed('?limit=1')
    expect(failed).toMatchObject({ id, requested: 500, pattern: 'TINY-##', codes_created: 0 })
    expect(failed?.error_code).toBe('code_space_too_small')
    expect(failed?.error_details).toMatchObject({ space: 64 })
  })

  it('takes the pattern that the book has when its turn comes, and tells of that one', async () => {
    const letGo = holdTurns()
    const id = idOf(await generate(summer, { count: 2 }, later))
    expect(await one(id)).toMatchObject({ pattern: 'SUN-{}' })
    const path = `/books/${String(summer)}`
    await shop.server.request('PATCH', path, { as: shop.manager, body: { code_pattern: 'MOON-{}' } })
    await letGo()
    await over(id, 'done')
    expect(await one(id)).toMatchObject({ pattern: 'MOON-{}', codes_created: 2 })
  })

  it('of a program that was killed is found out by whoever looks at the history', async () => {
    const [row] = await shop.server.sql<{ id: number }>(
      "insert into jobs (kind, state, book_id, requested) values ('generate', 'running', $1, 9) returning id",
      [winter],
    )
    const [found] = await listed('?limit=1')
    expect(found).toMatchObject({
      id: row?.id,
      state: 'failed',
      requested: 9,
      pattern: null,
      created_by: null,
    })
    expect(found?.error_details).toEqual({ interrupted: true })
  })
})
