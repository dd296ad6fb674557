import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { call } from '../../renderer/api/client.ts'
import { connection } from '../../renderer/api/connection.svelte.ts'
import { begin, forget, session } from '../../renderer/state/session.svelte.ts'
import { logOut, refresh } from '../../server/contracts/auth.ts'
import { listLocks } from '../../server/contracts/coupons.ts'
import { luis } from './store.ts'

/** A token of ten minutes that runs out at a till in use. Time passes in the test's hand. */

const LIFE_S = 600
const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000)

/** The tokens that requests for something else came with, and how often a new one was asked for. */
let used: (string | null)[]
let renewals: number
let answer: 'token' | 'silence' | 'over'

function tokenOf(number: number): string {
  // By a clock that is a day ahead of this computer's: its own length is all that counts.
  const iat = Math.floor(Date.now() / 1000) + 86_400
  return `h.${btoa(JSON.stringify({ iat, exp: iat + LIFE_S, number }))}.s`
}

const sessionOf = (number: number) => ({
  access_token: tokenOf(number),
  token_type: 'bearer' as const,
  expires_at: '2026-05-04T12:10:00.000Z',
  user: luis,
})

beforeEach(() => {
  ;[used, renewals, answer] = [[], 0, 'token']
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal('fetch', (input: string, init?: RequestInit) => {
    const { pathname } = new URL(input, window.location.href)
    if (pathname.endsWith(refresh.path)) {
      renewals += 1
      if (answer === 'silence') return Promise.reject(new TypeError('Failed to fetch'))
      const over = { code: 'unauthenticated', detail: 'The session is over.' }
      return Promise.resolve(
        answer === 'over' ? Response.json(over, { status: 401 }) : Response.json(sessionOf(renewals + 1)),
      )
    }
    if (pathname === '/readyz') return Promise.resolve(new Response('{}'))
    used.push(new Headers(init?.headers).get('authorization'))
    return Promise.resolve(Response.json({ items: [], next_cursor: null }))
  })
  begin(sessionOf(1))
})
afterEach(async () => {
  await until(() => connection.away === null, 1000)
  forget()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const numberUsed = () =>
  used.map((header) => (JSON.parse(atob(header?.split('.')[1] ?? '')) as { number: number }).number)

/** Not of the time in the test's hand: a lock between tabs is given in time of its own. */
const realTimeout = setTimeout.bind(window)

/** Waits for something, letting so many milliseconds pass between one look and the next. */
async function until(holds: () => boolean, stepMs = 0): Promise<void> {
  for (let looks = 0; !holds() && looks < 500; looks += 1) {
    await vi.advanceTimersByTimeAsync(stepMs)
    await new Promise((resolve) => realTimeout(resolve, 5))
  }
  expect(holds()).toBe(true)
}

describe('a token that runs out', () => {
  test('is renewed a minute before, and again and again: no request ever comes with an old one', async () => {
    await minutes(8.9)
    expect(renewals).toBe(0)
    for (let times = 1; times <= 3; times += 1) {
      await minutes(0.2)
      await until(() => renewals === times)
      await call(listLocks, {})
      await minutes(8.8)
    }
    expect(numberUsed()).toEqual([2, 3, 4])
  })

  test('is asked for again every five seconds while nobody answers, in time for the sale after', async () => {
    answer = 'silence'
    await minutes(9.1)
    await until(() => renewals === 1)
    await until(() => renewals === 2, 5000)
    expect(session.user?.name).toBe('Luis')
    answer = 'token'
    const before = renewals
    await until(() => renewals > before, 5000)
    await call(listLocks, {})
    expect(numberUsed()[0]).toBeGreaterThan(before)
    expect(session.interrupted).toBe(false)
  })

  test('of a session that was ended leaves the screen as it is, under a log-in', async () => {
    answer = 'over'
    await minutes(9.1)
    await until(() => session.interrupted)
    expect(session.user?.name).toBe('Luis')
    await minutes(5)
    expect(renewals).toBe(1)
  })

  test('is no longer renewed once the person has gone', async () => {
    await call(logOut).catch(() => undefined)
    forget()
    await minutes(20)
    expect(renewals).toBe(0)
  })
})
