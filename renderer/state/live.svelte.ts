import type { Hint } from '../../server/contracts/events.ts'
import { connection } from '../api/connection.svelte.ts'
import { LiveLine } from '../api/live-line.ts'

/** One thing on the screen is read anew at most this often; what could not be shown is read again after the longer time. */
const gapMs = 500
const againMs = 1000

/** Whether what is shown follows what is changed elsewhere, by itself. */
class Live {
  up = $state(false)
}

export const live = new Live()

/** Tells whether a hint is about what is shown. */
export type Interest = (hint: Hint) => boolean

type Type = Exclude<Hint['type'], 'resync'>

/** Interest in everything of some kinds: `hears('undo')`. */
export function hears(...types: Type[]): Interest {
  return (hint) => types.some((type) => type === hint.type)
}

/** Interest in a book, its rules and its coupons; in all books where '' is its number. */
export function hearsOfBook(id: () => number | string): Interest {
  return (hint) =>
    (hint.type === 'book' || hint.type === 'coupon') &&
    (hint.book_id === undefined || ['', String(hint.book_id)].includes(String(id())))
}

/** Interest in coupons. A hint without names may be about any of them. */
export function hearsOfCodes(codes: () => readonly string[]): Interest {
  return (hint) =>
    hint.type === 'coupon' && (hint.codes === undefined || codes().some((code) => hint.codes?.includes(code)))
}

/** Interest in one coupon, and in the rules of its book, which decide whether it is taken. Its book is not known before it was read. */
export function hearsOfCoupon(code: () => string, bookId: () => number | undefined): Interest {
  const hearsOfIt = hearsOfCodes(() => [code()])
  return (hint) =>
    hearsOfIt(hint) || (hint.type === 'book' && (hint.book_id === undefined || hint.book_id === bookId()))
}

const listeners = new Set<(hint: Hint) => void>()

/** Has the listener hear every hint. Returns the end of it. */
export function onHint(listener: (hint: Hint) => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Has everybody on this page hear a hint. */
export function tellHint(hint: Hint): void {
  for (const listener of [...listeners]) listener(hint)
}

let line: LiveLine | undefined

/** Begins to hear what changes, as this person. Returns the end of it. */
export function goLive(userId: number): () => void {
  line = new LiveLine(userId, {
    up: (isUp) => (live.up = isUp),
    hint: tellHint,
  })
  return () => {
    line?.close()
    line = undefined
    live.up = false
  }
}

/** The session has a new token. */
export function renewLive(): void {
  line?.renew()
}

/**
 * Reads anew whenever a hint says so: at once, then at most every half second (or `leastGapMs`), one read at a time, and out of view not
 * before the page is looked at again. To be called while a component is set up.
 *
 * @param read gives false where it could not show what is new: it is called again later.
 */
export function followHints(interest: Interest, read: () => Promise<boolean>, leastGapMs = gapMs): void {
  $effect(() => {
    let isOld = false
    let reads = false
    let isLeft = false
    let nextAt = -Infinity
    let timer: ReturnType<typeof setTimeout> | undefined

    async function readNow(): Promise<void> {
      timer = undefined
      // Once the server is back, everything is read anew.
      if (document.visibilityState !== 'visible' || connection.away !== null) return
      ;[isOld, reads, nextAt] = [false, true, performance.now() + leastGapMs]
      if (!(await read())) [isOld, nextAt] = [true, performance.now() + Math.max(againMs, leastGapMs)]
      reads = false
      plan()
    }
    function plan(): void {
      if (isOld && !reads && !isLeft)
        timer ??= setTimeout(() => void readNow(), Math.max(0, nextAt - performance.now()))
    }
    const stop = onHint((hint) => {
      if (hint.type !== 'resync' && !interest(hint)) return
      isOld = true
      plan()
    })
    document.addEventListener('visibilitychange', plan)
    return () => {
      isLeft = true
      stop()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', plan)
    }
  })
}

/**
 * Reads anew this often while the page is in view and the server answers. To be called while a component is set up.
 *
 * @param isNeeded is followed: while it gives false, nothing is read.
 */
export function readEvery(everyMs: number, read: () => void, isNeeded = (): boolean => true): void {
  $effect(() => {
    if (!isNeeded()) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && connection.away === null) read()
    }, everyMs)
    return () => clearInterval(timer)
  })
}

/** Waits for hints of one kind, missing none while something else is done. */
export class HintBell {
  #rang = false
  #wake: (() => void) | undefined
  readonly stop: () => void

  constructor(interest: Interest) {
    this.stop = onHint((hint) => {
      if (hint.type !== 'resync' && !interest(hint)) return
      this.#rang = true
      this.#wake?.()
    })
  }

  /** Returns when there was a hint since the last wait, or after so many milliseconds. */
  async wait(longestMs: number): Promise<void> {
    if (!this.#rang)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, longestMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    this.#rang = false
  }
}
