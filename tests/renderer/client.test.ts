import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { keepToken } from '../../renderer/api/access-token.ts'
import { call } from '../../renderer/api/client.ts'
import { connection } from '../../renderer/api/connection.svelte.ts'
import { ApiError, fieldErrors } from '../../renderer/api/errors.ts'
import { logIn } from '../../server/contracts/auth.ts'
import { getBook, listBooks } from '../../server/contracts/books.ts'
import { generateCodes } from '../../server/contracts/codes.ts'
import { getCoupon, redeemCoupon } from '../../server/contracts/coupons.ts'

/** What the network does with one request after another; the last one stays. */
type Reply = (request: Request) => Response | Promise<Response>

const seen: Request[] = []

function network(...replies: Reply[]): void {
  vi.stubGlobal('fetch', async (input: string, init?: RequestInit) => {
    const request = new Request(new URL(input, window.location.href), init)
    if (request.url.endsWith('/readyz')) return new Response('', { status: 200 })
    seen.push(request)
    const reply = replies.length > 1 ? replies.shift() : replies[0]
    if (!reply) throw new TypeError('no network')
    return reply(request)
  })
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  () =>
    new Response(JSON.stringify(body), { status, headers })
const problem = (status: number, code: string, details?: unknown): Reply =>
  json(status, { type: `/problems/${code}`, code, status, detail: 'A sentence.', request_id: 'r1', details })
const silence: Reply = () => Promise.reject(new TypeError('Failed to fetch'))
const session = (token: string): Reply =>
  json(200, {
    access_token: token,
    token_type: 'bearer',
    expires_at: '2030-01-01T00:00:00Z',
    user: { id: 1 },
  })

const failure = async (promise: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ApiError)) throw new Error('it did not fail as an ApiError')
  return error
}

beforeEach(() => {
  seen.length = 0
  keepToken(undefined)
})
afterEach(async () => {
  keepToken(undefined)
  network(json(200, {}))
  await expect.poll(() => connection.away, { timeout: 10_000 }).toBeNull()
  vi.unstubAllGlobals()
})

describe('the typed client', () => {
  test('a refusal carries its code, sentence and facts', async () => {
    network(problem(423, 'coupon_locked', { locked_by_name: 'Luis' }))
    const error = await failure(call(redeemCoupon, { params: { code: 'AB' }, body: {} }))
    expect(error).toMatchObject({ code: 'coupon_locked', status: 423, details: { locked_by_name: 'Luis' } })
    expect(seen).toHaveLength(1)
  })

  test.for(['', '.', '..'])('"%s" is no step of a path: another address would answer', async (code) => {
    network(json(200, { items: [] }))
    await expect(call(getCoupon, { params: { code } })).rejects.toThrow(RangeError)
    expect(seen).toHaveLength(0)
  })

  test('refused fields are found by their names', async () => {
    network(
      problem(400, 'validation_failed', { errors: [{ path: 'email', message: 'is not an e-mail address' }] }),
    )
    const error = await failure(call(logIn, { body: { email: 'x', password: 'y' } }))
    expect(fieldErrors(error)).toEqual({ email: 'is not an e-mail address' })
  })

  test('an answer from something in between is no answer of the server', async () => {
    network(() => new Response('<h1>Bad gateway</h1>', { status: 502 }))
    expect((await failure(call(listBooks))).code).toBe('server_unreachable')
  })

  test('no answer is told at once for what only reads, and the bar is told', async () => {
    network(silence)
    expect((await failure(call(listBooks))).code).toBe('server_unreachable')
    expect(seen).toHaveLength(1)
    expect(connection.away).toBe('server')
    expect(connection.since).toMatch(/^\d{4}-/)
  })

  test('an action whose reply was lost is tried again with the same key', async () => {
    network(
      silence,
      problem(409, 'idempotency_in_progress'),
      json(200, { code: 'AB' }, { 'Idempotency-Replayed': 'true' }),
    )
    const onReplay = vi.fn()
    const reply = await call(redeemCoupon, { params: { code: 'AB' }, body: {}, onReplay })
    expect(reply.code).toBe('AB')
    expect(onReplay).toHaveBeenCalledTimes(1)
    const keys = seen.map((request) => request.headers.get('Idempotency-Key'))
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
  })

  test('a book that a long job has for itself is told of at once, not waited for', async () => {
    network(problem(503, 'busy', { kind: 'void', job_id: 8 }))
    const error = await failure(call(redeemCoupon, { params: { code: 'AB' }, body: {} }))
    expect(error).toMatchObject({ code: 'busy', details: { kind: 'void' } })
    expect(seen).toHaveLength(1)
  })

  test('two actions have two keys, and a refusal of the rules is not tried again', async () => {
    network(problem(409, 'redemption_limit_reached'))
    await failure(call(redeemCoupon, { params: { code: 'AB' }, body: {} }))
    await failure(call(redeemCoupon, { params: { code: 'AB' }, body: {} }))
    const keys = seen.map((request) => request.headers.get('Idempotency-Key'))
    expect(new Set(keys).size).toBe(2)
  })

  test('an expired token is renewed once, and the call goes on', async () => {
    network(session('first'))
    keepToken({ access_token: 'old', token_type: 'bearer', expires_at: '', user: {} as never })
    network(problem(401, 'token_expired'), session('new'), json(200, { id: 3 }))
    await call(getBook, { params: { id: 3 } })
    expect(seen.map((request) => new URL(request.url).pathname)).toEqual([
      '/api/v1/books/3',
      '/api/v1/auth/refresh',
      '/api/v1/books/3',
    ])
    expect(seen[2]?.headers.get('Authorization')).toBe('Bearer new')
  })

  test('many calls with an expired token share one renewal', async () => {
    keepToken({ access_token: 'old', token_type: 'bearer', expires_at: '', user: {} as never })
    network((request) => {
      if (request.url.endsWith('/auth/refresh')) return session('new')(request)
      const isNew = request.headers.get('Authorization') === 'Bearer new'
      return isNew ? json(200, { id: 3 })(request) : problem(401, 'token_expired')(request)
    })
    await Promise.all(Array.from({ length: 5 }, () => call(getBook, { params: { id: 3 } })))
    expect(seen.filter((request) => request.url.endsWith('/auth/refresh'))).toHaveLength(1)
  })

  test('a log-in that is refused renews nothing', async () => {
    network(problem(401, 'bad_credentials'))
    expect((await failure(call(logIn, { body: { email: 'a@b.c', password: 'x' } }))).code).toBe(
      'bad_credentials',
    )
    expect(seen).toHaveLength(1)
  })

  test('a code goes into the address whole, whatever its letters', async () => {
    network(json(200, { code: 'x' }))
    await call(getCoupon, { params: { code: 'A/B ?#é' } })
    expect(seen[0]?.url).toContain('/api/v1/coupons/A%2FB%20%3F%23%C3%A9')
  })

  test('an action given up on purpose is no failure of the server', async () => {
    const giveUp = new AbortController()
    network(
      (request) =>
        new Promise((_, reject) =>
          request.signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
        ),
    )
    const pending = call(listBooks, { signal: giveUp.signal })
    giveUp.abort()
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
    expect(connection.away).toBeNull()
  })

  test('a server that does not answer in time is away, but long work may wait for its turn', async () => {
    const tired = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort())
    network((request) =>
      request.signal.aborted
        ? Promise.reject(new DOMException('', 'TimeoutError'))
        : json(202, { job: { id: 5 } })(request),
    )
    const params = { id: 7 }
    await expect(call(getBook, { params })).rejects.toMatchObject({ code: 'server_unreachable' })
    await expect(
      call(generateCodes, { params, body: { count: 1 }, respondAsync: true }),
    ).resolves.toMatchObject({ job: { id: 5 } })
    tired.mockRestore()
  })
})
