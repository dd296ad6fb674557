import type { Hint } from '../../server/contracts/events.ts'
import { connection } from '../api/connection.svelte.ts'
import { LiveLine } from '../api/live-line.ts'

/** One thing on the screen is read anew at most this often. */
const gapMs = 500

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

/** Interest in a book, its rules and its coupons. */
export function hearsOfBook(id: () => number | string): Interest {
  return (hint) =>
    (hint.type === 'book' || hint.type === 'coupon') &&
    (hint.book_id === undefined || String(hint.book_id) === String(id()))
}

/** Interest in coupons. A hint without names may be about any of them. */
export function hearsOfCodes(codes: () => readonly string[]): Interest {
  return (hint) =>
    hint.type === 'coupon' && (hint.codes === undefined || codes().some((code) => hint.codes?.includes(code)))
}

const listeners = new Set<(hint: Hint) => void>()

/** Has the listener hear every hint. Returns the end of it. */
export function onHint(listener: (hint: Hint) => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

let line: LiveLine | undefined

/** Begins to hear what changes, as this person. Returns the end of it. */
export function goLive(userId: number): () => void {
  line = new LiveLine(userId, {
    up: (isUp) => (live.up = isUp),
    hint: (hint) => {
      for (const listener of [...listeners]) listener(hint)
    },
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
 * Reads anew whenever a hint says so: at once, then at most every half second, one read at a time, and out of view not before the page
 * is looked at again. To be called while a component is set up.
 */
export function followHints(interest: Interest, read: () => Promise<void>): void {
  $effect(() => {
    let isOld = false
    let reads = false
    let readAt = -Infinity
    let timer: ReturnType<typeof setTimeout> | undefined

    async function readNow(): Promise<void> {
      timer = undefined
      // Once the server is back, everything is read anew.
      if (document.visibilityState !== 'visible' || connection.away !== null) return
      ;[isOld, reads, readAt] = [false, true, performance.now()]
      await read()
      reads = false
      plan()
    }
    function plan(): void {
      if (isOld && !reads)
        timer ??= setTimeout(() => void readNow(), Math.max(0, readAt + gapMs - performance.now()))
    }
    const stop = onHint((hint) => {
      if (hint.type !== 'resync' && !interest(hint)) return
      isOld = true
      plan()
    })
    document.addEventListener('visibilitychange', plan)
    return () => {
      stop()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', plan)
    }
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
