import express from 'express'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendCsv } from '../../server/http/csv-reply.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'
import type { Account } from '../support/server.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop.close())

/** A file as it came, bytes and all. */
async function download(path: string, as: Account = shop.manager): Promise<{ res: Response; text: string }> {
  const res = await fetch(`${shop.server.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${as.token}` },
  })
  return { res, text: Buffer.from(await res.arrayBuffer()).toString('utf8') }
}

const linesOf = (text: string): string[] => text.slice(1).trimEnd().split('\r\n')

const upload = async (bookId: number, csv: string, options = '') =>
  shop.server.request('POST', `/books/${String(bookId)}/codes/upload${options}`, {
    as: shop.manager,
    body: csv,
    headers: { 'content-type': 'text/csv' },
  })

const exported = (action: string) =>
  shop.server.sql<{ actor_id: number; book_id: number | null; details: object }>(
    'select actor_id, book_id, details from audit_events where action = $1 order by id desc limit 1',
    [action],
  )

describe('an export of codes', () => {
  it('is refused to staff, and of a book that is not there; nobody is said to have had it', async () => {
    const bookId = await shop.book()
    const path = `/books/${String(bookId)}/codes/export`
    expect(refusal(await shop.get(shop.staff, path))).toEqual([403, 'forbidden'])
    expect(refusal(await shop.get(shop.manager, '/books/999999/codes/export'))).toEqual([
      404,
      'book_not_found',
    ])
    expect(refusal(await shop.get(shop.manager, `${path}?state=GONE`))).toEqual([400, 'validation_failed'])
    expect(await exported('codes.exported')).toEqual([])
  })

  it('is a CSV that Excel knows as UTF-8, in the order of making, and on record', async () => {
    const bookId = await shop.book()
    const [free = ''] = await shop.codes(bookId, 1, 3)
    const owned = await shop.owned(bookId)
    const { res, text } = await download(`/books/${String(bookId)}/codes/export`)
    expect(res.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(res.headers.get('content-disposition')).toBe(
      `attachment; filename="book-${String(bookId)}-codes.csv"`,
    )
    expect(text.startsWith('\ufeffcode,max_redemptions,state,')).toBe(true)
    expect(text.endsWith('\r\n')).toBe(true)
    const [header, ...lines] = linesOf(text)
    expect(header?.split(',')).toHaveLength(11)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(new RegExp(`^${free},3,UNASSIGNED,,,,,0,,20`))
    expect(lines[1]).toMatch(
      new RegExp(
        `^${owned},,ASSIGNED,${String(shop.customer.id)},Cleo Customer,${shop.customer.email},20.*Z,0,,20`,
      ),
    )
    expect(await exported('codes.exported')).toEqual([
      { actor_id: shop.manager.id, book_id: bookId, details: { state: null } },
    ])
  })

  it('has what came with each code, as JSON, and can be imported again', async () => {
    const bookId = await shop.book()
    const file = 'code,shop,note\nKEPT-EXP-1,=Centre,"two, words"\nKEPT-EXP-2,,\n'
    expect(await upload(bookId, file, '?metadata=true')).toMatchObject({ status: 201, body: { imported: 2 } })
    const { text } = await download(`/books/${String(bookId)}/codes/export`)
    const [header, first, second] = linesOf(text)
    expect(header).toMatch(/,created_at,metadata$/)
    expect(first).toContain(',"{""note"":""two, words"",""shop"":""=Centre""}"')
    expect(second).toMatch(/Z,("{.*}")?$/)
    const again = await upload(await shop.book(), text.replaceAll('KEPT', 'MADE'))
    expect(again).toMatchObject({ status: 201, body: { imported: 2 } })
  })

  it('that is only asked after by HEAD says what it would be, and nobody is said to have had it', async () => {
    const bookId = await shop.book()
    await shop.codes(bookId, 2)
    const events = 'select count(*)::int as count from audit_events'
    const before = await shop.server.sql(events)
    for (const path of [
      `/books/${String(bookId)}/codes/export`,
      '/redemptions/export',
      '/audit-events/export',
    ]) {
      const res = await fetch(`${shop.server.url}/api/v1${path}`, {
        method: 'HEAD',
        headers: { authorization: `Bearer ${shop.server.admin.token}` },
      })
      expect([res.status, res.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
      expect(res.headers.get('content-disposition')).toContain('.csv"')
    }
    expect(await shop.server.sql(events)).toEqual(before)
  })

  it('shows one state alone, of which a live lock is one', async () => {
    const bookId = await shop.book()
    const [free = ''] = await shop.codes(bookId, 1)
    const locked = await shop.owned(bookId)
    await shop.act(shop.staff, 'lock', locked)
    const codes = async (state: string) =>
      linesOf((await download(`/books/${String(bookId)}/codes/export?state=${state}`)).text)
        .slice(1)
        .map((line) => line.split(',')[0])
    expect(await codes('LOCKED')).toEqual([locked])
    expect(await codes('UNASSIGNED')).toEqual([free])
    expect(await codes('ASSIGNED')).toEqual([])
  })

  it('has no cell that a spreadsheet would run, and can be imported again, code for code', async () => {
    const bookId = await shop.book()
    const codes = ['-2_3', '-CMD', '007', '1E5', '\u00c1RBOL \u03a9', 'A.B/C']
    await upload(bookId, `code\n${codes.join('\n')}\n`)
    for (const name of ['=1+1', ' @SUM(A1)', '+49', '-5', 'A, "B"']) {
      const owner = await shop.server.account('customer', name)
      await shop.owned(bookId, owner)
    }
    const { text } = await download(`/books/${String(bookId)}/codes/export`)
    for (const cell of ["'=1+1", "'@SUM(A1)", "'+49", "'-5", '"A, ""B"""', "'-2_3", "'-CMD"])
      expect(text).toContain(cell)
    for (const cell of linesOf(text).flatMap((line) => line.split(',')))
      expect(cell).not.toMatch(/^"?\s*[=+\-@]/)

    const had = await shop.server.sql<{ code: string }>(
      'select code from coupons where book_id = $1 order by id',
      [bookId],
    )
    await shop.server.sql('update coupons set code_key = id::text where book_id = $1', [bookId])
    const again = await shop.book()
    const reply = await upload(again, text)
    expect(reply.body).toMatchObject({ received: had.length, imported: had.length, rejected: 0 })
    const have = await shop.server.sql<{ code: string }>('select code from coupons where book_id = $1', [
      again,
    ])
    expect(have.map(({ code }) => code).toSorted()).toEqual(had.map(({ code }) => code).toSorted())
  })

  it('comes in pieces and is whole, each code once, in the order of making whatever its state', async () => {
    const bookId = await shop.book()
    await shop.server.sql(
      `insert into coupons (book_id, code, code_key, state)
       select $1, 'EX-' || n, 'EX' || n, case when n % 3 = 0 then 'VOID' else 'UNASSIGNED' end from generate_series(1, 4001) n`,
      [bookId],
    )
    const codes = linesOf((await download(`/books/${String(bookId)}/codes/export`)).text)
      .slice(1)
      .map((line) => line.split(',')[0])
    expect(codes).toEqual(Array.from({ length: 4001 }, (_, n) => `EX-${String(n + 1)}`))
  })

  it('stops reading the store when nobody takes it any more', async () => {
    const web = express()
    const stopped = new Promise<void>((resolve) => {
      async function* endless(): AsyncGenerator<string> {
        try {
          for (;;) yield 'x'.repeat(10_000)
        } finally {
          resolve()
        }
      }
      web.get('/', (_req, res) => void sendCsv(res, 'endless.csv', endless()))
    })
    const listening = web.listen(0, '127.0.0.1')
    await once(listening, 'listening')
    const leaving = new AbortController()
    const { port } = listening.address() as AddressInfo
    const res = await fetch(`http://127.0.0.1:${String(port)}/`, { signal: leaving.signal })
    await res.body?.getReader().read()
    leaving.abort()
    await stopped
    listening.close()
  })
})

describe('an export of redemptions', () => {
  it('is refused to staff', async () => {
    expect(refusal(await shop.get(shop.staff, '/redemptions/export'))).toEqual([403, 'forbidden'])
  })

  it('is a CSV, newest first, filtered as asked, without formulas, and on record', async () => {
    const [bookId, other] = [await shop.book(), await shop.book()]
    const codes: string[] = []
    for (const id of [bookId, bookId, other]) {
      const code = await shop.owned(id)
      const body = { metadata: { order: code } }
      const reply = await shop.act(shop.staff, 'redeem', code, body, { 'x-till': '=Till 1' })
      expect(reply.status).toBe(200)
      codes.push(code)
    }
    const { res, text } = await download(`/redemptions/export?book_id=${String(bookId)}`)
    expect(res.headers.get('content-disposition')).toBe('attachment; filename="redemptions.csv"')
    expect(text.startsWith('\ufeffid,redeemed_at,code,')).toBe(true)
    const lines = linesOf(text).slice(1)
    expect(lines.map((line) => line.split(',')[2])).toEqual([codes[1], codes[0]])
    expect(lines[0]).toContain("Ana Staff,'=Till 1")
    const { body: book } = await shop.get(shop.manager, `/books/${String(bookId)}`)
    const owner = `${book.name as string},Cleo Customer,${shop.customer.email}`
    expect(lines[0]).toMatch(new RegExp(`,,,${owner},"{""order"":""${String(codes[1])}""}"$`))
    expect(await exported('redemptions.exported')).toEqual([
      { actor_id: shop.manager.id, book_id: bookId, details: {} },
    ])

    const userId = String(shop.customer.id)
    expect(linesOf((await download(`/redemptions/export?user_id=${userId}`)).text)).toHaveLength(4)
    const by = (id: number): Promise<string[]> =>
      download(`/redemptions/export?redeemed_by=${String(id)}`).then(({ text }) => linesOf(text))
    expect(await by(shop.staff.id)).toHaveLength(4)
    expect(await by(shop.manager.id)).toHaveLength(1)
    expect(linesOf((await download('/redemptions/export?from=2199-01-01T00:00:00Z')).text)).toHaveLength(1)
  })
})
