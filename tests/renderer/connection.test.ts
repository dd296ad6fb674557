import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  connection,
  reportAnswer,
  reportAway,
  watchConnection,
} from '../../renderer/api/connection.svelte.ts'

/** What watches the server, on clocks that the test holds: `setSystemTime` moves the wall's alone. */

let stop: () => void
let asked: number
let isThere: boolean

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'Date', 'performance'],
  })
  ;[asked, isThere] = [0, true]
  vi.stubGlobal('fetch', () => {
    asked += 1
    return isThere ? Promise.resolve(new Response('{}')) : Promise.reject(new TypeError('Failed to fetch'))
  })
  stop = watchConnection()
})
afterEach(async () => {
  isThere = true
  await vi.advanceTimersByTimeAsync(20_000)
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000)
const sleepFor = (count: number): void => void vi.setSystemTime(Date.now() + count * 1000)

describe('what is shown', () => {
  test('stays where the clock on the wall is merely wrong', async () => {
    const before = connection.returns
    await seconds(9)
    expect(connection.returns).toBe(before)
  })

  test.for([
    ['of three seconds', 3],
    ['of an hour', 3600],
  ] as const)('is read anew after a sleep %s in which the monotonic clock stood still', async ([, long]) => {
    await seconds(3)
    const before = connection.returns
    sleepFor(long)
    await seconds(1)
    expect(connection.returns).toBe(before + 1)
    await seconds(3)
    expect(connection.returns).toBe(before + 1)
  })

  test('is read anew when a tab that was long in the background is looked at', async () => {
    const before = connection.returns
    const look = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    await seconds(120)
    expect(connection.returns).toBe(before)
    look.mockRestore()
    document.dispatchEvent(new Event('visibilitychange'))
    expect(connection.returns).toBe(before + 1)
  })
})

describe('the server', () => {
  test('is asked after on, also when somebody sets the clock back by an hour', async () => {
    await seconds(1)
    sleepFor(-3600)
    const before = asked
    await seconds(21)
    expect(asked).toBe(before + 1)
  })

  test('that does not answer is away since the first moment of it, and back by itself', async () => {
    isThere = false
    reportAway('server')
    const { since } = connection
    const before = connection.returns
    await seconds(5)
    expect([connection.away, connection.since]).toEqual(['server', since])
    isThere = true
    await seconds(10)
    expect([connection.away, connection.since, connection.returns]).toEqual([null, null, before + 1])
  })
})

test('a server that has answered meanwhile is not asked once more whether it is back', async () => {
  await seconds(1)
  reportAway('server')
  await vi.advanceTimersByTimeAsync(100)
  reportAnswer()
  await vi.advanceTimersByTimeAsync(100)
  expect(connection.away).toBeNull()
  const before = asked
  isThere = false
  await seconds(5)
  expect([connection.away, asked]).toEqual([null, before])
})

test('one address that never answers does not make everything be read anew without a pause', async () => {
  const before = connection.returns
  // What a screen does: whenever the server is back it reads, and the one address is cut again.
  for (let step = 0; step < 600; step += 1) {
    if (connection.away === null) reportAway('server')
    reportAnswer()
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(connection.returns - before).toBeGreaterThan(10)
  expect(connection.returns - before).toBeLessThan(30)
})
