import { tick } from 'svelte'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { keepToken } from '../../renderer/api/access-token.ts'
import { connection } from '../../renderer/api/connection.svelte.ts'
import { LiveLine } from '../../renderer/api/live-line.ts'
import {
  goLive,
  hears,
  hearsOfBook,
  hearsOfCodes,
  live,
  onHint,
  renewLive,
} from '../../renderer/state/live.svelte.ts'
import { FollowedJob } from '../../renderer/state/follow-job.svelte.ts'
import type { Hint } from '../../server/contracts/events.ts'
import type { Job } from '../../server/contracts/imports.ts'
import { distribution } from './store.ts'
import Loading from './Loading.svelte'

/** The server's side of a stream, in the test's hand. */
interface Line {
  token: string | null
  say: (hint: Hint) => void
  end: () => void
  isLeft: () => boolean
}

let lines: Line[]
let isServerThere: boolean
let refusal: number | undefined
let refused: number
const closing: (() => void)[] = []

function connect(init: RequestInit | undefined): Response {
  const text = new TextEncoder()
  let isLeft = false
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => {
      stream.enqueue(text.encode(': open\n\n'))
      init?.signal?.addEventListener('abort', () => {
        isLeft = true
        stream.error(new DOMException('', 'AbortError'))
      })
      lines.push({
        token: new Headers(init?.headers).get('authorization'),
        say: (hint) => {
          const event = `event: ${hint.type}\ndata: ${JSON.stringify(hint)}\n\n`
          // Cut where a network might cut it.
          stream.enqueue(text.encode(event.slice(0, 9)))
          stream.enqueue(text.encode(event.slice(9)))
        },
        end: () => stream.close(),
        isLeft: () => isLeft,
      })
    },
  })
  return new Response(body)
}

const last = (): Line => {
  const line = lines.at(-1)
  if (!line) throw new Error('nobody listens')
  return line
}

const token = (text: string): void =>
  keepToken({ access_token: text, token_type: 'bearer', expires_at: '', user: {} as never })

beforeEach(() => {
  ;[lines, isServerThere, refusal, refused] = [[], true, undefined, 0]
  token('first')
  vi.stubGlobal('fetch', async (input: string, init?: RequestInit) => {
    if (!isServerThere) throw new TypeError('Failed to fetch')
    if (input === '/readyz') return new Response('{}')
    if (refusal === undefined) return connect(init)
    refused += 1
    return Response.json({ code: 'busy', detail: '' }, { status: refusal })
  })
})
afterEach(async () => {
  for (const close of closing.splice(0)) close()
  keepToken(undefined)
  isServerThere = true
  await expect.poll(() => connection.away, { timeout: 10_000 }).toBeNull()
  vi.unstubAllGlobals()
})

let people = 100

/** Goes live as somebody whom no other test knows. */
async function listen(): Promise<void> {
  closing.push(goLive((people += 1)))
  await expect.poll(() => live.up).toBe(true)
}

/** A screen that answers at once, and counts how often it asked. */
async function screenOf(options: { live?: (hint: Hint) => boolean; everyMs?: number }) {
  const asked = vi.fn(() => Promise.resolve(`answer ${String(asked.mock.calls.length)}`))
  const screen = await render(Loading, { question: 'q', answer: asked, options })
  await expect.element(screen.getByTestId('answer')).toHaveTextContent('answer 1')
  return { asked, answer: screen.getByTestId('answer') }
}

/** The types of what is heard from now on. */
function hearing(): string[] {
  const heard: string[] = []
  closing.push(onHint(({ type }) => heard.push(type)))
  return heard
}

describe('what a hint is about', () => {
  test('a book: its rules and its coupons, and what names no book', () => {
    const ofSeven = hearsOfBook(() => '7')
    expect(ofSeven({ type: 'coupon', book_id: 8 })).toBe(false)
    expect(ofSeven({ type: 'lock', book_id: 7 })).toBe(false)
    expect(ofSeven({ type: 'coupon', book_id: 7 })).toBe(true)
    expect(ofSeven({ type: 'book', book_id: 7 })).toBe(true)
    expect(ofSeven({ type: 'coupon' })).toBe(true)
  })

  test('codes: those that are named, and any where none is', () => {
    const ofThem = hearsOfCodes(() => ['A', 'B'])
    expect(ofThem({ type: 'coupon', book_id: 7, codes: ['C'] })).toBe(false)
    expect(ofThem({ type: 'coupon', book_id: 7, codes: ['C', 'B'] })).toBe(true)
    expect(ofThem({ type: 'coupon', book_id: 7 })).toBe(true)
  })
})

describe('a screen', () => {
  test('reads anew what a hint is about, and nothing else', async () => {
    await listen()
    const { asked, answer } = await screenOf({ live: hears('undo') })
    last().say({ type: 'pool' })
    last().say({ type: 'undo' })
    await expect.element(answer).toHaveTextContent('answer 2')
    expect(asked).toHaveBeenCalledTimes(2)
  })

  test('reads few times for many hints, and once after the last of them', async () => {
    await listen()
    const { asked } = await screenOf({ live: hears('undo') })
    for (let n = 0; n < 50; n += 1) last().say({ type: 'undo' })
    await expect.poll(() => asked.mock.calls.length).toBe(2)
    last().say({ type: 'undo' })
    await expect.poll(() => asked.mock.calls.length).toBe(3)
  })

  test('that nobody looks at waits until it is looked at', async () => {
    await listen()
    const { asked } = await screenOf({ live: hears('undo') })
    const look = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    const heard = hearing()
    last().say({ type: 'undo' })
    last().say({ type: 'undo' })
    await expect.poll(() => heard.length).toBe(2)
    await new Promise((resolve) => setTimeout(resolve))
    expect(asked).toHaveBeenCalledTimes(1)
    look.mockRestore()
    document.dispatchEvent(new Event('visibilitychange'))
    await expect.poll(() => asked.mock.calls.length).toBe(2)
  })

  test('asks again and again only while no hints come', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    closing.push(() => {
      live.up = false
      vi.useRealTimers()
    })
    const { asked, answer } = await screenOf({ live: hears('undo'), everyMs: 1000 })
    vi.advanceTimersByTime(1000)
    await expect.element(answer).toHaveTextContent('answer 2')
    live.up = true
    await tick()
    vi.advanceTimersByTime(10_000)
    expect(asked).toHaveBeenCalledTimes(2)
    live.up = false
    await tick()
    vi.advanceTimersByTime(1000)
    await expect.element(answer).toHaveTextContent('answer 3')
  })
})

test('a job is looked at when a hint tells of it, and not of another', async () => {
  await listen()
  const look = vi.fn(() => Promise.resolve(step))
  let step: Job = { ...distribution(), id: 5, state: 'running', processed: 1 }
  const job = new FollowedJob(look)
  const ended = job.follow(5)
  await expect.poll(() => look.mock.calls.length).toBe(1)
  const heard = hearing()
  last().say({ type: 'job', job_id: 6 })
  await expect.poll(() => heard).toEqual(['job'])
  expect(look).toHaveBeenCalledTimes(1)
  step = { ...step, state: 'done' }
  last().say({ type: 'job', job_id: 5 })
  expect(await ended).toBe(true)
  expect(look).toHaveBeenCalledTimes(2)
})

describe('the line', () => {
  test('that ends comes back by itself, and everything is read anew', async () => {
    await listen()
    const { asked } = await screenOf({ live: hears('undo') })
    last().end()
    await expect.poll(() => lines.length).toBe(2)
    await expect.poll(() => asked.mock.calls.length).toBe(2)
    expect(live.up).toBe(true)
  })

  test('that is lost with the server shows it at once, and comes back with it', async () => {
    await listen()
    isServerThere = false
    last().end()
    await expect.poll(() => connection.away).toBe('server')
    expect(live.up).toBe(false)
    isServerThere = true
    await expect.poll(() => live.up, { timeout: 15_000 }).toBe(true)
    expect(connection.away).toBeNull()
  })

  test('that is refused for now is tried again, and nobody is told that the server is away', async () => {
    refusal = 503
    closing.push(goLive((people += 1)))
    await expect.poll(() => refused).toBe(2)
    expect([live.up, connection.away]).toEqual([false, null])
    refusal = undefined
    await expect.poll(() => live.up, { timeout: 10_000 }).toBe(true)
  })

  test('goes over to a new token without a gap: nothing is read anew', async () => {
    await listen()
    const heard = hearing()
    token('second')
    renewLive()
    await expect.poll(() => lines.length).toBe(2)
    await expect.poll(() => lines[0]?.isLeft()).toBe(true)
    expect(lines.map((line) => line.token)).toEqual(['Bearer first', 'Bearer second'])
    last().say({ type: 'undo' })
    await expect.poll(() => heard).toEqual(['undo'])
  })

  test('is one for all tabs, and the next tab has it when the first goes', async () => {
    const heard: string[][] = [[], []]
    const isUp = [false, false]
    people += 1
    const [first, second] = [0, 1].map((tab) => {
      const line = new LiveLine(people, {
        up: (now) => (isUp[tab] = now),
        hint: ({ type }) => heard[tab]?.push(type),
      })
      closing.push(() => line.close())
      return line
    })
    await expect.poll(() => isUp).toEqual([true, true])
    expect(lines).toHaveLength(1)
    last().say({ type: 'undo' })
    await expect.poll(() => heard.map((types) => types.at(-1))).toEqual(['undo', 'undo'])
    first?.close()
    await expect.poll(() => lines.length).toBe(2)
    expect(lines[0]?.isLeft()).toBe(true)
    await expect.poll(() => heard[1]?.at(-1)).toBe('resync')
    second?.close()
  })
})
