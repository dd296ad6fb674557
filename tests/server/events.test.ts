import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import jwt from 'jsonwebtoken'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { EventsStream } from '../../server/http/events-stream.ts'
import { openLive, type LiveStream } from '../support/live.ts'
import { rawRequest } from '../support/raw-request.ts'
import type { Account } from '../support/server.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'

let shop: Shop
let bookId: number
const open: LiveStream[] = []

beforeAll(async () => {
  shop = await openShop()
  bookId = await shop.book({ allow_multi_redemption: true })
})
afterEach(() => {
  for (const stream of open.splice(0)) stream.close()
})
afterAll(() => shop.close())

async function listen(as: Account | string): Promise<LiveStream> {
  const stream = await openLive(shop.server.url, as)
  open.push(stream)
  return stream
}

/** Has everything told that was changed before, so that what comes next comes by itself. */
async function settle(): Promise<void> {
  const witness = await listen(shop.staff)
  await shop.server.request('PATCH', '/settings', {
    as: shop.server.admin,
    body: { store_name: `Store ${String(Math.random())}` },
  })
  await witness.next('settings')
  witness.close()
}

const key = async (fields: object): Promise<string> =>
  (
    await shop.server.request('POST', '/api-keys', {
      as: shop.server.admin,
      body: { name: `Key ${String(Math.random())}`, role: 'staff', ...fields },
    })
  ).body.key as string

describe('a stream of events', () => {
  it('is refused without a token, with a wrong one, one that ran out, and with a query', async () => {
    const { server, staff } = shop
    expect(refusal(await server.request('GET', '/events'))).toEqual([401, 'unauthenticated'])
    expect(refusal(await server.request('GET', '/events', { as: 'no-token' }))).toEqual([
      401,
      'unauthenticated',
    ])
    const { iat: _iat, exp: _exp, ...claims } = jwt.decode(staff.token) as { iat: number; exp: number }
    const old = jwt.sign({ ...claims, exp: 1_000_000 }, server.app.tokenKey, { algorithm: 'HS256' })
    expect(refusal(await server.request('GET', '/events', { as: old }))).toEqual([401, 'token_expired'])
    expect(refusal(await server.request('GET', '/events?book_id=1', { as: staff }))).toEqual([
      400,
      'validation_failed',
    ])
  })

  it('is no more than its head for whoever asks for that alone', async () => {
    const headers = { authorization: `Bearer ${shop.staff.token}` }
    const reply = await rawRequest(shop.server.url, 'HEAD', '/api/v1/events', headers)
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8'])
  })

  it('is kept by nothing between here and there', async () => {
    const { headers } = await shop.server.request('GET', '/events', { as: shop.staff })
    expect(headers.get('cache-control')).toBe('no-store, no-transform')
    expect(headers.get('x-accel-buffering')).toBe('no')
  })

  it('is refused to who has sixteen already, and not to others', async () => {
    const account = await shop.server.account('staff')
    for (let n = 0; n < 16; n += 1) await listen(account)
    const reply = await shop.server.request('GET', '/events', { as: account })
    expect(refusal(reply)).toEqual([429, 'too_many_requests'])
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
    open.pop()?.close()
    await expect
      .poll(async () => (await shop.server.request('GET', '/events', { as: account })).status)
      .toBe(200)
    await listen(shop.staff)
  })
})

describe('a stream ends', () => {
  it('when its token runs out', async () => {
    const account = await shop.server.account('staff')
    const { iat: _iat, ...claims } = jwt.decode(account.token) as { iat: number }
    const soon = { ...claims, exp: Math.floor(Date.now() / 1000) + 4 }
    const stream = await listen(jwt.sign(soon, shop.server.app.tokenKey, { algorithm: 'HS256' }))
    await stream.ended
    expect(Date.now()).toBeGreaterThan(soon.exp * 1000 - 1000)
  })

  it('when its session ends, its account is switched off, or its key is revoked', async () => {
    const admin = { as: shop.server.admin }
    const leaver = await shop.server.account('staff')
    const fired = await shop.server.account('staff')
    const secret = await key({})
    const streams = await Promise.all([listen(leaver), listen(fired), listen(secret)])
    const sessions = await shop.get(leaver, '/auth/sessions')
    await shop.server.request('DELETE', `/auth/sessions/${String(sessions.body.items[0].id)}`, { as: leaver })
    await shop.server.request('DELETE', `/users/${String(fired.id)}`, admin)
    const keys = await shop.server.request('GET', '/api-keys', admin)
    for (const { id } of keys.body.items as { id: number }[])
      await shop.server.request('DELETE', `/api-keys/${String(id)}`, admin)
    await Promise.all(streams.map(({ ended }) => ended))
  })

  it('for a reader that does not read, before much waits for it', async () => {
    let most = 0
    let written = 0
    const dropped = new Promise<void>((resolve, reject) => {
      const http = createServer((_req, res: ServerResponse) => {
        const events = new EventsStream(res)
        const flood = (): void => {
          if (events.over.aborted || written > 200_000_000) {
            http.close()
            if (events.over.aborted) resolve()
            else reject(new Error('the reader was never dropped'))
            return
          }
          events.send({ type: 'x'.repeat(4000) })
          written += 4000
          most = Math.max(most, res.writableLength)
          setImmediate(flood)
        }
        flood()
      })
      http.listen(0, '127.0.0.1', () => {
        const socket = connect((http.address() as AddressInfo).port, '127.0.0.1')
        socket.on('error', () => undefined).pause()
        void once(socket, 'connect').then(() => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'))
      })
    })
    await dropped
    expect(most).toBeLessThan(100_000)
  })
})

describe('what is heard', () => {
  it('names the book and the coupon that was locked, and what was locked as such', async () => {
    const code = await shop.owned(bookId)
    await settle()
    const stream = await listen(shop.colleague)
    await shop.act(shop.staff, 'lock', code)
    expect(await stream.next('coupon')).toEqual({ type: 'coupon', book_id: bookId, codes: [code] })
    expect(await stream.next('lock')).toEqual({ type: 'lock', book_id: bookId, codes: [code] })
  })

  it('has nothing of what was refused or only read', async () => {
    const code = await shop.owned(bookId)
    await settle()
    const stream = await listen(shop.colleague)
    expect((await shop.act(shop.staff, 'redeem', 'NO-SUCH-CODE')).status).toBe(404)
    expect((await shop.act(shop.staff, 'assign', code, { user_id: shop.other.id })).status).toBe(409)
    expect((await shop.get(shop.staff, `/coupons/${code}`)).status).toBe(200)
    await shop.act(shop.staff, 'lock', code)
    const about = { book_id: bookId, codes: [code] }
    await expect
      .poll(() => stream.hints)
      .toEqual([
        { type: 'coupon', ...about },
        { type: 'lock', ...about },
      ])
  })

  it('is few for a burst: a hundred uses are no hundred hints, and the last use is told', async () => {
    const codes = await shop.codes(bookId, 100)
    for (const code of codes) await shop.act(shop.staff, 'assign', code, { user_id: shop.customer.id })
    const stream = await listen(shop.staff)
    const heard: number[] = []
    await Promise.all(codes.map((code) => shop.act(shop.colleague, 'redeem', code)))
    const last = await shop.owned(bookId)
    await expect
      .poll(() => {
        const coupons = stream.hints.filter((hint) => hint.type === 'coupon')
        heard.push(coupons.length)
        return coupons.some(({ codes: named }) => named === undefined || named.includes(last))
      })
      .toBe(true)
    expect(heard.at(-1)).toBeLessThan(40)
  })

  it('tells of a job, of a book and its codes, of pools and wishes to undo, to those who may read them', async () => {
    const { manager, staff } = shop
    const [atDesk, atTill] = [await listen(manager), await listen(staff)]
    const book = await shop.book()
    expect(await atTill.next('book')).toEqual({ type: 'book', book_id: book })
    await shop.codes(book, 2)
    expect(await atDesk.next('job')).toMatchObject({ type: 'job', job_id: expect.any(Number) })
    expect(await atTill.next('coupon')).toEqual({ type: 'coupon', book_id: book })
    await shop.server.request('POST', '/pools', { as: manager, body: { name: `Pool ${String(book)}` } })
    await atDesk.next('pool')
    const code = await shop.owned(book)
    const used = await shop.act(staff, 'redeem', code)
    const request = `/redemptions/${String(used.body.redemption.id)}/undo-request`
    await shop.server.request('POST', request, { as: staff, body: { reason: 'Twice' } })
    await atDesk.next('undo')
    await atTill.next('undo')
    expect(atTill.hints.filter(({ type }) => type === 'job' || type === 'pool')).toEqual([])
  })

  it('by a customer is that something of its own changed, without any name, and nothing of others', async () => {
    const [own, others] = [await shop.owned(bookId), await shop.owned(bookId, shop.other)]
    await settle()
    const [witness, stream] = [await listen(shop.staff), await listen(shop.customer)]
    await shop.act(shop.staff, 'lock', others)
    expect((await witness.next('coupon')).codes).toEqual([others])
    await settle()
    await shop.act(shop.staff, 'lock', own)
    expect((await witness.next('coupon')).codes).toEqual([own])
    await expect.poll(() => stream.hints).toEqual([{ type: 'coupon' }, { type: 'lock' }])
  })

  it('by a key that is limited to books is of these alone', async () => {
    const mine = await shop.book()
    const secret = await key({ book_ids: [mine], role: 'manager' })
    await settle()
    const stream = await listen(secret)
    const code = await shop.owned(bookId)
    await shop.act(shop.staff, 'redeem', code)
    await shop.server.request('PATCH', `/books/${String(bookId)}`, { as: shop.manager, body: { name: 'S' } })
    await settle()
    await expect.poll(() => stream.hints).toEqual([{ type: 'settings' }])
    const own = await shop.owned(mine)
    await stream.next('job')
    await settle()
    stream.forget()
    await shop.act(shop.staff, 'redeem', own)
    expect(await stream.next('coupon')).toEqual({ type: 'coupon', book_id: mine, codes: [own] })
  })

  it('is a distribution by everybody, because it may have reached anybody', async () => {
    const { manager, customer } = shop
    const book = await shop.book()
    await shop.codes(book, 3)
    const pool = await shop.server.request('POST', '/pools', {
      as: manager,
      body: { name: `All ${String(book)}`, user_ids: [customer.id] },
    })
    const stream = await listen(customer)
    const given = await shop.server.request('POST', `/pools/${String(pool.body.id)}/distribute`, {
      as: manager,
      body: { book_id: book, mode: 'equal', on_shortage: 'refuse' },
    })
    expect(given.status).toBe(201)
    expect(await stream.next('coupon')).toEqual({ type: 'coupon' })
  })
})
