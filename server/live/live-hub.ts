import type { Logger } from 'pino'
import type { Hint } from '../contracts/events.ts'
import type { Database } from '../db/connect.ts'
import { DomainError } from '../errors.ts'
import type { Actor } from '../http/context.ts'
import { ChangeDigest, type News } from './change-digest.ts'
import { Notifications } from './notifications.ts'
import { hintsFor } from './visible-hints.ts'

/** What is told once is told again at the earliest after this: the first change at once, a flood five times a second. */
const GAP_MS = 200
/** While the others cannot be heard, everybody reads anew this often. */
const DEAF_MS = 3_000
const MOST_STREAMS = 1_000
const MOST_FOR_ONE = 16

/** Somebody who hears hints. `actor` may change while it does. */
export interface Listener {
  actor: Actor
  hear: (hint: Hint) => void
  end: () => void
}

/** Brings what was changed, here or in another program on the same database, to everybody who listens here. */
export class LiveHub {
  readonly #listeners = new Set<Listener>()
  readonly #here = new ChangeDigest()
  readonly #elsewhere = new ChangeDigest()
  #notifications: Notifications | undefined
  #timer: NodeJS.Timeout | undefined
  #deaf: NodeJS.Timeout | undefined
  #toldAt = -Infinity
  #isClosed = false

  constructor(db: Database) {
    db.committed.listen((changes) => {
      this.#elsewhere.add(changes)
      this.#tellSoon(changes)
    })
  }

  /** Begins to tell and to hear the other programs. Never fails: without them it goes on trying. */
  async start(url: string, log: Logger): Promise<void> {
    this.#notifications = new Notifications(url, {
      heard: (news) => {
        this.#tellSoon(news)
      },
      opened: () => {
        clearInterval(this.#deaf)
        this.#deaf = undefined
        this.#tellSoon('all')
      },
      lost: (reason) => {
        log.warn({ reason }, 'live_connection_lost')
        this.#deaf ??= setInterval(() => {
          this.#tellSoon('all')
        }, DEAF_MS)
      },
    })
    await this.#notifications.start()
  }

  /**
   * Has somebody hear from now on.
   *
   * @returns the end of it.
   * @throws DomainError `too_many_requests` for a caller with many streams, `busy` for too many callers or when the program stops.
   */
  join(listener: Listener): () => void {
    const own = [...this.#listeners].filter(({ actor }) => actor.id === listener.actor.id)
    if (own.length >= MOST_FOR_ONE)
      throw new DomainError(
        'too_many_requests',
        `This account has ${MOST_FOR_ONE} streams of events open already. Close one first.`,
        { retryAfter: 10 },
      )
    if (this.#isClosed || this.#listeners.size >= MOST_STREAMS)
      throw new DomainError('busy', 'No more streams of events can be opened now. Try again in a moment.', {
        retryAfter: 5,
      })
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** After the computer slept: what was changed meanwhile is not known, and lines may be dead. */
  wake(): void {
    this.#notifications?.restart()
    this.#tellSoon('all')
  }

  /** Ends every stream and takes no new one, so that they do not hold up the program's end. */
  endStreams(): void {
    this.#isClosed = true
    for (const { end } of this.#listeners) end()
  }

  /** Tells the others what is still to be told, and lets go of the line. */
  async stop(): Promise<void> {
    this.#tellNow()
    clearInterval(this.#deaf)
    await this.#notifications?.stop()
  }

  #tellSoon(news: News): void {
    this.#here.add(news)
    if (this.#here.isEmpty) return
    this.#timer ??= setTimeout(
      () => {
        this.#tellNow()
      },
      Math.max(0, this.#toldAt + GAP_MS - performance.now()),
    )
  }

  #tellNow(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#toldAt = performance.now()
    if (!this.#elsewhere.isEmpty) this.#notifications?.tell(this.#elsewhere.take())
    if (this.#here.isEmpty) return
    const news = this.#here.take()
    for (const listener of this.#listeners) {
      for (const hint of hintsFor(listener.actor, news)) listener.hear(hint)
    }
  }
}

const hubs = new WeakMap<Database, LiveHub>()

/** The live screens of this program on this database. */
export function liveHub(db: Database): LiveHub {
  const known = hubs.get(db)
  if (known) return known
  const made = new LiveHub(db)
  hubs.set(db, made)
  return made
}
