import type { Hint } from '../../server/contracts/events.ts'
import { connection } from './connection.svelte.ts'
import { hearHints } from './live.ts'

const firstPauseMs = 250
const longestPauseMs = 10_000

interface Told {
  /** The line is there, or it is not. What was read before it came may be old. */
  up: (isUp: boolean) => void
  hint: (hint: Hint) => void
}

/** What the tab that has the line says to the others, and what they ask it. */
type Word = { hint: Hint } | { up: boolean } | { isUp: boolean } | 'isUp?'

/**
 * One line to the server for all tabs of a browser: one tab has it and tells the others; when that tab goes, the next one opens a new
 * line. Where the browser has no locks (a page over plain HTTP), each tab has its own.
 */
export class LiveLine {
  readonly #told: Told
  readonly #tabs: BroadcastChannel
  readonly #over = new AbortController()
  /** This tab has the line for all. */
  #leads = false
  #openStreams = 0
  #newest: AbortController | undefined

  /** @param userId tabs in which somebody else is logged in hear something else. */
  constructor(userId: number, told: Told) {
    const name = `cuponera.live.${userId}`
    this.#told = told
    this.#tabs = new BroadcastChannel(name)
    this.#tabs.onmessage = (event: MessageEvent<Word>) => this.#take(event.data)
    if (!('locks' in navigator)) {
      void this.#lead()
      return
    }
    this.#say('isUp?')
    navigator.locks.request(name, { signal: this.#over.signal }, () => this.#lead()).catch(() => undefined)
  }

  /** There is a new token: a stream with it takes the place of the one that ends with the old, without a gap. */
  renew(): void {
    if (!this.#leads) return
    const before = this.#newest
    void this.#follow(() => before?.abort())
  }

  close(): void {
    this.#over.abort()
    this.#newest?.abort()
    this.#tabs.close()
  }

  async #lead(): Promise<void> {
    this.#leads = true
    await this.#follow(() => undefined)
    // The lock is held for as long as the tab has the line.
    await new Promise<void>((resolve) => {
      if (this.#over.signal.aborted) resolve()
      this.#over.signal.addEventListener('abort', () => resolve())
    })
  }

  /** Opens a stream and opens it again, until a newer one takes its place. */
  async #follow(replace: () => void): Promise<void> {
    const mine = (this.#newest = new AbortController())
    const isNewest = (): boolean => this.#newest === mine && !mine.signal.aborted
    for (let pause = firstPauseMs; isNewest(); pause = Math.min(pause * 2, longestPauseMs)) {
      const opened = (): void => {
        pause = firstPauseMs
        replace()
      }
      await this.#hear(opened, mine.signal).catch(() => undefined)
      // Many consoles that lost the same server must not all come back at the same moment.
      if (isNewest()) await waiting(pause * (0.5 + Math.random()), mine.signal)
      // While it is away, the connection's own watch asks whether it is back.
      while (isNewest() && connection.away !== null) await waiting(firstPauseMs, mine.signal)
    }
  }

  async #hear(opened: () => void, signal: AbortSignal): Promise<void> {
    let isOpen = false
    try {
      await hearHints(
        {
          opened: () => {
            isOpen = true
            this.#openStreams += 1
            opened()
            if (this.#openStreams === 1) this.#tell({ up: true })
          },
          hint: (hint) => this.#tell({ hint }),
        },
        signal,
      )
    } finally {
      if (isOpen) this.#openStreams -= 1
      if (isOpen && this.#openStreams === 0) this.#tell({ up: false })
    }
  }

  #tell(word: { hint: Hint } | { up: boolean }): void {
    if (this.#over.signal.aborted) return
    this.#say(word)
    this.#take(word)
  }

  #say(word: Word): void {
    this.#tabs.postMessage(word)
  }

  #take(word: Word): void {
    if (word === 'isUp?') {
      if (this.#leads) this.#say({ isUp: this.#openStreams > 0 })
    } else if ('hint' in word) this.#told.hint(word.hint)
    else if ('isUp' in word) this.#told.up(word.isUp)
    else {
      this.#told.up(word.up)
      if (word.up) this.#told.hint({ type: 'resync' })
    }
  }
}

function waiting(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
