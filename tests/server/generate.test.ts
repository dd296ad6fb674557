import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyOf, readCode } from '../../server/contracts/code-key.ts'
import { transaction } from '../../server/db/transaction.ts'
import { requirePattern } from '../../server/generation/code-pattern.ts'
import { makeCodes } from '../../server/generation/make-codes.ts'
import { drawCodes } from '../../server/generation/random-codes.ts'
import { JobControl } from '../../server/jobs/job-control.ts'
import { closeWhole } from '../support/invariants.ts'
import { refusal } from '../support/shop.ts'
import { startTestServer, type Account, type Reply, type TestServer } from '../support/server.ts'
import { codesOf, makeBook } from './imports-support.ts'

let server: TestServer
let manager: Account

beforeAll(async () => {
  server = await startTestServer()
  manager = await server.account('manager')
})

afterAll(() => closeWhole(server))

const generate = (
  bookId: number,
  body: object,
  {
    query = '',
    headers = {},
    as = manager,
  }: { query?: string; headers?: Record<string, string>; as?: Account | string } = {},
): Promise<Reply> =>
  server.request('POST', `/books/${String(bookId)}/codes/generate${query}`, { as, body, headers })

const jobsOf = (bookId: number) =>
  server.sql<{ state: string }>('select state from jobs where book_id = $1', [bookId])

describe('a generation is refused', () => {
  it('for staff, in a book that is not there, and in one that an API key is not limited to', async () => {
    const bookId = await makeBook(server)
    expect(refusal(await generate(bookId, { count: 1 }, { as: await server.account('staff') }))).toEqual([
      403,
      'forbidden',
    ])
    expect(refusal(await generate(999_999, { count: 1 }))).toEqual([404, 'book_not_found'])
    const token = 'cup_test_of_generations'
    await server.sql(
      `insert into users (kind, name, role, key_hash, key_book_ids) values ('api_key', 'Shop', 'manager', $1, $2)`,
      [createHash('sha256').update(token).digest(), [await makeBook(server)]],
    )
    expect(refusal(await generate(bookId, { count: 1 }, { as: token }))).toEqual([404, 'book_not_found'])
    expect(await codesOf(server, bookId)).toEqual([])
  })

  it.each([
    ['SUMMER', /random part/],
    ['SUMMER-{#', /\{\} stands for the random part/],
    ['<{}>', /letters, digits, spaces/],
    [`{}${'X'.repeat(60)}`, /more than 64/],
    ['{}\u0301', /letters, digits, spaces/],
  ])('for the pattern %s, in words', async (pattern, words) => {
    const bookId = await makeBook(server)
    const reply = await generate(bookId, { count: 1, pattern })
    expect(refusal(reply)).toEqual([400, 'validation_failed'])
    expect(reply.body.detail).toMatch(words)
    expect(reply.body.details.errors[0].path).toBe('pattern')
    expect(await jobsOf(bookId)).toEqual([])
  })

  it('for what other keyboards would garble, where that was to be left out', async () => {
    const bookId = await makeBook(server)
    for (const [pattern, words] of [
      ['{}#', /digit/],
      ['SUMMER{}', /“M”/],
      ['TEST-{}', /“-”/],
    ] as const) {
      const reply = await generate(bookId, { count: 1, pattern, charset: 'layout_safe' })
      expect(refusal(reply)).toEqual([400, 'validation_failed'])
      expect(reply.body.detail).toMatch(words)
    }
  })

  it('for more codes than a reply can hold, and for no number of codes', async () => {
    const bookId = await makeBook(server)
    const query = '?include_codes=true'
    expect(refusal(await generate(bookId, { count: 10_001 }, { query }))).toEqual([400, 'validation_failed'])
    for (const count of [0, 1_000_001, 1.5])
      expect(refusal(await generate(bookId, { count }))).toEqual([400, 'validation_failed'])
  })

  it('up front when its space is too small, with the length that would do', async () => {
    const bookId = await makeBook(server)
    const fixed = await generate(bookId, { count: 10, pattern: '####' })
    expect(refusal(fixed)).toEqual([422, 'code_space_too_small'])
    expect(fixed.body.details).toEqual({ space: 4096, needed: 100_000 })
    const open = await generate(bookId, { count: 1000, pattern: 'S-{}', length: 3 })
    expect(open.body.details).toEqual({ space: 24 ** 3, needed: 10_000_000, smallest_length: 6 })
    expect(open.body.detail).toContain('6 characters')
    expect((await generate(bookId, { count: 1000, pattern: 'S-{}', length: 6 })).status).toBe(201)
    expect(await codesOf(server, bookId)).toHaveLength(1000)
    expect(await jobsOf(bookId)).toHaveLength(1)
  })

  it('for the codes of the pattern that are in the store already, in whichever book', async () => {
    const [one, other] = [await makeBook(server), await makeBook(server)]
    expect((await generate(one, { count: 26, pattern: 'FULL-##-##-##' })).status).toBe(201)
    const reply = await generate(other, { count: 1, pattern: 'full ######' })
    expect(reply.body.details).toEqual({ space: 8 ** 6, needed: 270_000 })
  })
})

describe('a generation', () => {
  it('makes exactly so many codes of its pattern, each valid and with its own key, and says so', async () => {
    const bookId = await makeBook(server)
    const body = { count: 12_345, pattern: 'Summer-{}-#@*', length: 8, max_redemptions: 3 }
    const reply = await generate(bookId, body)
    expect(reply.status).toBe(201)
    expect(reply.body).toMatchObject({
      book_id: bookId,
      codes_created: 12_345,
      job: { kind: 'generate', state: 'done', total: 12_345, processed: 12_345 },
    })
    expect(reply.body.codes).toBeUndefined()
    const rows = await server.sql<{
      code: string
      code_key: string
      max_redemptions: number
      version: number
    }>('select code, code_key, max_redemptions, version from coupons where book_id = $1', [bookId])
    expect(rows).toHaveLength(12_345)
    expect(new Set(rows.map((row) => row.code_key)).size).toBe(12_345)
    for (const row of rows) {
      expect(row.code).toMatch(
        /^Summer-[2-9ACEFHJKMNPRTVWXY]{8}-[2-9][ACEFHJKMNPRTVWXY][2-9ACEFHJKMNPRTVWXY]$/,
      )
      expect(row).toMatchObject({ code_key: keyOf(row.code), max_redemptions: 3, version: 0 })
    }
    expect(
      await server.sql(
        'select action, actor_id, job_id, details from audit_events where book_id = $1 and job_id is not null',
        [bookId],
      ),
    ).toEqual([
      {
        action: 'codes.generated',
        actor_id: manager.id,
        job_id: reply.body.job.id,
        details: { count: 12_345, pattern: 'Summer-{}-#@*', charset: 'no_lookalikes', max_redemptions: 3 },
      },
    ])
  })

  it('gives the codes back when asked, and stands in the history of each', async () => {
    const bookId = await makeBook(server, { code_pattern: 'BOOK-{}' })
    const { status, body } = await generate(bookId, { count: 25 }, { query: '?include_codes=true' })
    expect(status).toBe(201)
    expect(body.codes.toSorted()).toEqual((await codesOf(server, bookId)).toSorted())
    for (const code of body.codes) expect(code).toMatch(/^BOOK-.{12}$/)
    const history = await server.request('GET', `/coupons/${String(body.codes[0])}/history`, { as: manager })
    expect(history.body.items).toMatchObject([{ action: 'codes.generated', version: null }])
  })

  it('uses letters alone that no keyboard layout moves, when asked', async () => {
    const bookId = await makeBook(server)
    await generate(bookId, { count: 500, charset: 'layout_safe' })
    for (const code of await codesOf(server, bookId)) expect(code).toMatch(/^[BCDEFGHJKNPRSTVX]{12}$/)
  })

  it('draws every character of the alphabet as often, within what chance does', () => {
    const codes = [
      ...drawCodes(requirePattern({ pattern: '{}', length: 12, charset: 'no_lookalikes' }), 20_000).values(),
    ].join('')
    const times = new Map<string, number>()
    for (const char of codes) times.set(char, (times.get(char) ?? 0) + 1)
    expect(times.size).toBe(24)
    // 10,000 each is what is expected; six standard deviations are 587.
    for (const [char, count] of times) expect(Math.abs(count - 10_000), char).toBeLessThan(587)
  })

  it('with a key happens once, and its reply is given again', async () => {
    const bookId = await makeBook(server)
    const options = { headers: { 'idempotency-key': 'gen-1' }, query: '?include_codes=true' }
    const first = await generate(bookId, { count: 3 }, options)
    const second = await generate(bookId, { count: 3 }, options)
    expect([second.status, second.body]).toEqual([201, first.body])
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(await codesOf(server, bookId)).toHaveLength(3)
    expect(refusal(await generate(bookId, { count: 4 }, options))).toEqual([422, 'idempotency_key_reused'])
  })
})

describe('a space that is nearly full', () => {
  it('still gives exactly as many: what the store has already is drawn again', async () => {
    const bookId = await makeBook(server)
    const pattern = requirePattern({ pattern: 'NF-##', length: 1, charset: 'no_lookalikes' })
    const order = { bookId, jobId: 1, pattern, maxRedemptions: null, keepCodes: true }
    const make = (count: number) =>
      transaction(server.app.db, (tx) => makeCodes(tx, { ...order, count }, new JobControl(server.app.db)))
    const first = await make(40)
    const second = await make(20)
    expect([first.length, second.length]).toEqual([40, 20])
    expect(new Set((await codesOf(server, bookId)).map(keyOf)).size).toBe(60)
    expect(new Set([...first, ...second]).size).toBe(60)
  })

  it('that has no room is given up, and nothing of it stays', async () => {
    const bookId = await makeBook(server)
    const pattern = requirePattern({ pattern: 'NR-##', length: 1, charset: 'no_lookalikes' })
    const order = { bookId, jobId: 1, pattern, maxRedemptions: null, keepCodes: false }
    const make = (count: number) =>
      transaction(server.app.db, (tx) => makeCodes(tx, { ...order, count }, new JobControl(server.app.db)))
    await make(50)
    await expect(make(20)).rejects.toMatchObject({ code: 'code_space_too_small' })
    expect(await codesOf(server, bookId)).toHaveLength(50)
  })

  it('gives nobody a word that no code may be', () => {
    // 256 codes, of which one is BATCH.
    const codes = drawCodes(requirePattern({ pattern: 'BAT@@', length: 1, charset: 'no_lookalikes' }), 255)
    expect(readCode('BATCH')).toEqual({ fault: 'reserved' })
    expect([...codes.values()]).not.toContain('BATCH')
    expect(codes.size).toBe(255)
  })
})
