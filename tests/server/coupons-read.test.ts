import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openShop, refusal, type Shop } from '../support/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(async () => {
  await shop.close()
})

const codesOf = (items: { code: string }[]): string[] => items.map(({ code }) => code)

describe('one coupon', () => {
  test('of another customer is as absent as one that is not there', async () => {
    const code = await shop.owned(await shop.book())
    const anothers = await shop.get(shop.other, `/coupons/${code}`)
    const absent = await shop.get(shop.other, '/coupons/NO-SUCH-CODE')
    expect(refusal(anothers)).toEqual([404, 'coupon_not_found'])
    expect({ ...anothers.body, request_id: '' }).toEqual({ ...absent.body, request_id: '' })
    expect(refusal(await shop.get(shop.other, `/coupons/${code}/history`))).toEqual([404, 'coupon_not_found'])
    expect((await shop.get(shop.customer, `/coupons/${code}`)).status).toBe(200)
  })

  test('after twenty codes that were not there no more are looked up for that caller, while others go on', async () => {
    const guesser = await shop.server.account('staff')
    const real = await shop.owned(await shop.book())
    for (let n = 0; n < 20; n += 1)
      expect((await shop.get(guesser, `/coupons/GUESS-${String(n)}`)).status).toBe(404)
    const limited = await shop.get(guesser, '/coupons/GUESS-20')
    expect(refusal(limited)).toEqual([429, 'too_many_requests'])
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await shop.get(guesser, `/coupons/${real}`)).status).toBe(429)
    expect((await shop.act(guesser, 'redeem', real)).status).toBe(429)
    expect((await shop.get(shop.staff, `/coupons/${real}`)).status).toBe(200)
  })

  test('is looked up for whoever names users that are not there, however often: they are no guesses at codes', async () => {
    const clerk = await shop.server.account('staff')
    const [code = ''] = await shop.codes(await shop.book(), 1)
    for (let n = 0; n < 21; n += 1)
      expect(refusal(await shop.act(clerk, 'assign', code, { user_id: 1_999_999_999 }))).toEqual([
        404,
        'user_not_found',
      ])
    expect((await shop.get(clerk, `/coupons/${code}`)).status).toBe(200)
  })

  test('is not found by guessing side by side: what is sent together with many wrong codes stays hidden', async () => {
    const guesser = await shop.server.account('staff')
    const real = await shop.owned(await shop.book())
    const guesses = Array.from({ length: 100 }, (_, n) => `BURST-${String(n)}`)
    const wrong = guesses.map((code) => shop.get(guesser, `/coupons/${code}`))
    const hits = Array.from({ length: 20 }, () => shop.get(guesser, `/coupons/${real}`))
    const statuses = (await Promise.all([...wrong, ...hits])).map(({ status }) => status)
    expect(statuses.filter((status) => status === 404).length).toBeLessThanOrEqual(20)
    expect(statuses.slice(-10)).toEqual(Array.from({ length: 10 }, () => 429))
  })

  test('says from and until when its book runs, to its owner, too', async () => {
    const period = { starts_at: '2031-01-01T00:00:00.000Z', expiration_date: '2031-06-01T00:00:00.000Z' }
    const book = await shop.book()
    const code = await shop.owned(book)
    const open = (await shop.get(shop.customer, `/coupons/${code}`)).body
    expect([open.book_starts_at, open.book_expiration_date]).toEqual([null, null])
    await shop.server.request('PATCH', `/books/${String(book)}`, { as: shop.manager, body: period })
    const early = (await shop.get(shop.customer, `/coupons/${code}`)).body
    expect([early.book_starts_at, early.book_expiration_date]).toEqual(Object.values(period))
    expect(early.redeemable.code).toBe('book_not_started')
  })

  test('says whether this caller could redeem it now, and why not', async () => {
    const book = await shop.book({ require_lock: true })
    const [free = ''] = await shop.codes(book, 1)
    const owned = await shop.owned(book)
    const verdict = async (as: Parameters<typeof shop.get>[0], code: string) =>
      (await shop.get(as, `/coupons/${code}`)).body.redeemable as {
        ok: boolean
        code?: string
        reason?: string
      }
    expect(await verdict(shop.staff, free)).toMatchObject({ ok: false, code: 'lock_required' })
    await shop.act(shop.staff, 'lock', owned)
    expect(await verdict(shop.staff, owned)).toEqual({ ok: true })
    expect(await verdict(shop.colleague, owned)).toMatchObject({ ok: false, code: 'coupon_locked' })
    expect((await verdict(shop.colleague, owned)).reason).toMatch(
      /^Locked by Ana Staff for another [45]:\d\d\.$/,
    )
  })
})

describe('lists', () => {
  test.each([
    'limit=0',
    'limit=201',
    'limit=ten',
    'cursor=not-a-cursor',
    'cursor=WzEsMl0',
    'page=2',
    'state=FREE',
    'q=',
  ])('refuse ?%s', async (query) => {
    expect(refusal(await shop.get(shop.staff, `/coupons?${query}`))).toEqual([400, 'validation_failed'])
  })

  test('page through every coupon once, newest first, whatever its state and the page’s size', async () => {
    const [book, another] = [await shop.book(), await shop.book()]
    const codes = [...(await shop.codes(book, 12)), ...(await shop.codes(another, 1))]
    codes.push(...(await shop.codes(book, 12)))
    const inBook = codes.toSpliced(12, 1)
    for (const code of [codes[3], codes[7], codes[12], codes[20]] as string[])
      await shop.act(shop.staff, 'assign', code, { user_id: shop.customer.id })
    await shop.act(shop.staff, 'redeem', codes[7] ?? '')
    await shop.act(shop.staff, 'lock', codes[20] ?? '')
    await shop.act(shop.manager, 'void', codes[22] ?? '', { reason: 'torn' })
    const all = async (path: string) => {
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await shop.get(shop.staff, `${path}limit=5${cursor && `&cursor=${cursor}`}`)
        seen.push(...codesOf(page.body.items as { code: string }[]))
        cursor = page.body.next_cursor as string | null
      }
      return seen
    }
    expect(await all(`/books/${String(book)}/coupons?`)).toEqual(inBook.toReversed())
    const free = inBook.filter((_, n) => ![3, 7, 19, 21].includes(n))
    expect(await all(`/books/${String(book)}/coupons?state=UNASSIGNED&`)).toEqual(free.toReversed())
    const assigned = await all('/coupons?state=ASSIGNED&')
    expect(assigned.slice(0, 2)).toEqual([codes[12], codes[3]])
    expect(await all('/coupons?state=ASSIGNED&q=SHOP&')).toEqual(assigned)
  })

  test('show a key of some books theirs alone, with a state and without', async () => {
    const [book, another] = [await shop.book(), await shop.book()]
    const [own] = [await shop.owned(book), await shop.owned(another)]
    const [free] = [await shop.codes(book, 1), await shop.codes(another, 1)]
    const made = await shop.server.request('POST', '/api-keys', {
      as: shop.server.admin,
      body: { name: 'One book', role: 'staff', book_ids: [book] },
    })
    const key = { id: made.body.id as number, token: made.body.key as string }
    const find = async (query: string) =>
      codesOf(
        (await shop.get(key as typeof shop.staff, `/coupons?${query}`)).body.items as { code: string }[],
      )
    expect(await find('')).toEqual([...free, own])
    expect(await find('state=ASSIGNED')).toEqual([own])
    expect(await find('q=SHOP')).toEqual([...free, own])
    expect(await find(`book_id=${String(another)}`)).toEqual([])
  })

  test('find by state, by a code’s beginning, and by the owner’s name or e-mail', async () => {
    const book = await shop.book()
    const [locked = '', free = '', redeemed = ''] = await shop.codes(book, 3)
    const owner = await shop.server.account('customer', 'Zoë van der Berg')
    for (const code of [locked, redeemed]) await shop.act(shop.staff, 'assign', code, { user_id: owner.id })
    await shop.act(shop.staff, 'lock', locked)
    await shop.act(shop.staff, 'redeem', redeemed)
    const find = async (query: string) =>
      codesOf(
        (await shop.get(shop.staff, `/books/${String(book)}/coupons?${query}`)).body.items as {
          code: string
        }[],
      ).toSorted()
    expect(await find('state=LOCKED')).toEqual([locked])
    expect(await find('state=ASSIGNED')).toEqual([])
    expect(await find('state=REDEEMED')).toEqual([redeemed])
    expect(await find('state=UNASSIGNED')).toEqual([free])
    expect(await find(`q=${free.slice(0, -1).toLowerCase().replaceAll('-', ' ')}`)).toEqual(
      [locked, free, redeemed].toSorted(),
    )
    expect(await find('q=zo%C3%AB')).toEqual([locked, redeemed].toSorted())
    expect(await find('q=zo%C3%AB&state=LOCKED')).toEqual([locked])
    expect(await find(`q=${locked}&state=LOCKED`)).toEqual([locked])
    expect(await find(`q=${free}&state=LOCKED`)).toEqual([])
    expect(await find(`q=${owner.email.slice(0, 12)}`)).toEqual([locked, redeemed].toSorted())
    expect(await find('q=%25')).toEqual([])
    expect(await find('q=_')).toEqual([])
  })

  test('show a customer its own alone, with counts by state', async () => {
    const book = await shop.book()
    const me = await shop.server.account('customer')
    await shop.owned(book)
    const [one, two, three] = [
      await shop.owned(book, me),
      await shop.owned(book, me),
      await shop.owned(book, me),
    ]
    await shop.act(me, 'lock', one)
    await shop.act(me, 'redeem', two)
    expect(codesOf((await shop.get(me, '/coupons')).body.items as { code: string }[]).toSorted()).toEqual(
      [one, two, three].toSorted(),
    )
    const mine = await shop.get(me, '/users/me/coupons?state=LOCKED')
    expect(codesOf(mine.body.items as { code: string }[])).toEqual([one])
    expect(mine.body.counts).toEqual({ ASSIGNED: 1, LOCKED: 1, REDEEMED: 1, VOID: 0 })
    expect((await shop.get(shop.staff, `/users/${String(me.id)}/coupons`)).body.counts).toEqual(
      mine.body.counts,
    )
    expect(refusal(await shop.get(me, `/users/${String(shop.customer.id)}/coupons`))).toEqual([
      404,
      'user_not_found',
    ])
    expect(refusal(await shop.get(me, '/users/999999/coupons'))).toEqual([404, 'user_not_found'])
  })

  test('of redemptions go by book, user, coupon and time, newest first', async () => {
    const book = await shop.book()
    const codes = [await shop.owned(book), await shop.owned(book, shop.other)]
    for (const code of codes) await shop.act(shop.staff, 'redeem', code)
    const find = async (query: string) =>
      codesOf(
        (await shop.get(shop.staff, `/redemptions?book_id=${String(book)}&${query}`)).body.items as {
          code: string
        }[],
      )
    expect(await find('')).toEqual(codes.toReversed())
    expect(await find(`user_id=${String(shop.other.id)}`)).toEqual([codes[1]])
    expect(await find(`code=${(codes[0] ?? '').toLowerCase()}`)).toEqual([codes[0]])
    expect(await find('code=%00')).toEqual([])
    expect(await find('from=2999-01-01T00:00:00Z')).toEqual([])
    expect(await find('to=2000-01-01T00:00:00Z')).toEqual([])
    expect(refusal(await shop.get(shop.staff, '/redemptions?from=yesterday'))).toEqual([
      400,
      'validation_failed',
    ])
    expect(refusal(await shop.get(shop.staff, '/books/999999/redemption-history'))).toEqual([
      404,
      'book_not_found',
    ])
  })
})
