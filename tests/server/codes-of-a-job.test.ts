import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, refusal, type Shop } from '../support/shop.ts'
import { uploadCsv } from './imports-support.ts'

let shop: Shop
let bookId: number
/** Two imports and a generation of the same book, one after the other. */
let first: number
let second: number
let generated: number

beforeAll(async () => {
  shop = await openShop()
  bookId = await shop.book()
  first = await importOf('CJ-1\nCJ-2\nCJ-3\n')
  const { body } = await shop.server.request('POST', `/books/${String(bookId)}/codes/generate`, {
    as: shop.manager,
    body: { count: 2, pattern: 'GEN-{}' },
  })
  generated = body.job.id as number
  second = await importOf('CJ-3\nCJ-4\n')
})

afterAll(() => shop.close())

async function importOf(file: string): Promise<number> {
  return (await uploadCsv(shop.server, bookId, file, { as: shop.manager })).body.id as number
}

async function listed(query: string, path = `/books/${String(bookId)}/coupons`): Promise<string[]> {
  const { status, body } = await shop.get(shop.manager, `${path}?${query}`)
  expect(status).toBe(200)
  return (body.items as { code: string }[]).map(({ code }) => code)
}

async function exported(query: string): Promise<string[]> {
  const { body } = await shop.get(shop.manager, `/books/${String(bookId)}/codes/export?${query}`)
  const lines = (body as string).trimEnd().split('\r\n').slice(1)
  return lines.map((line) => line.split(',')[0] ?? '')
}

const of = (job: number): string => `job_id=${String(job)}`

it('a job that is no number is refused; of one that nobody knows there are none', async () => {
  for (const path of [
    '/coupons',
    `/books/${String(bookId)}/coupons`,
    `/books/${String(bookId)}/codes/export`,
  ])
    expect(refusal(await shop.get(shop.manager, `${path}?job_id=x`))).toEqual([400, 'validation_failed'])
  expect(await listed(of(999_999))).toEqual([])
  expect(await exported(of(999_999))).toEqual([])
})

it('an API key sees none of a book that is not its own', async () => {
  const body = { name: 'Elsewhere', role: 'manager', book_ids: [await shop.book()] }
  const key = await shop.server.request('POST', '/api-keys', { as: shop.server.admin, body })
  const reply = await shop.server.request('GET', `/coupons?${of(first)}`, { as: key.body.key as string })
  expect([reply.status, reply.body.items]).toEqual([200, []])
})

it('the codes of one import or generation are listed alone, in their book and over all books', async () => {
  expect(await listed(of(first))).toEqual(['CJ-3', 'CJ-2', 'CJ-1'])
  expect(await listed(of(second))).toEqual(['CJ-4'])
  expect(await listed(of(generated))).toEqual([
    expect.stringMatching(/^GEN-/),
    expect.stringMatching(/^GEN-/),
  ])
  expect(await listed(of(first), '/coupons')).toEqual(['CJ-3', 'CJ-2', 'CJ-1'])
  expect(await listed(`${of(first)}&q=cj2`)).toEqual(['CJ-2'])
  expect(await listed(`${of(generated)}&state=VOID`)).toEqual([])
  const other = await shop.book()
  expect(await listed(of(first), `/books/${String(other)}/coupons`)).toEqual([])
})

it('and exported alone, which is on record', async () => {
  expect(await exported(of(first))).toEqual(['CJ-1', 'CJ-2', 'CJ-3'])
  expect(await exported(of(generated))).toHaveLength(2)
  expect(await exported(`${of(first)}&state=VOID`)).toEqual([])
  const events = await shop.server.sql<{ details: object }>(
    "select details from audit_events where action = 'codes.exported' order by id desc limit 1",
  )
  expect(events).toEqual([{ details: { state: 'VOID', job_id: first } }])
})

it('what others made at the same time is none of theirs', async () => {
  await shop.server.sql(
    'update jobs set coupons_until = (select max(id) from coupons), coupons_after = 0 where id = $1',
    [first],
  )
  expect(await listed(of(first))).toEqual(['CJ-3', 'CJ-2', 'CJ-1'])
  expect(await exported(of(first))).toEqual(['CJ-1', 'CJ-2', 'CJ-3'])
})

it('an import that was refused as a whole made none', async () => {
  const reply = await uploadCsv(shop.server, bookId, 'CJ-5\n!\n', { query: '?strict=true' })
  expect(await listed(of(reply.body.details.id as number))).toEqual([])
})
