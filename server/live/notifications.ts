import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { z } from 'zod'
import { openClient } from '../db/client.ts'
import { changeTypes } from '../db/committed.ts'
import { sqlErrorCode } from '../db/sql-errors.ts'
import { ChangeDigest, type News } from './change-digest.ts'

/** What the programs on one database tell each other, by NOTIFY over a connection that does nothing else. */

const CHANNEL = 'cuponera_live'
/** Postgres takes payloads below 8000 bytes. */
const LONGEST_PAYLOAD = 7_900
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 15_000
/** A line that went dead says nothing: it is asked now and then, and must answer soon. */
const BEAT_MS = 10_000
const ANSWER_MS = 5_000

// A notification is worth nothing after a crash: its commit need not wait for the disk.
const LISTEN = `set synchronous_commit = off; listen ${CHANNEL}`
const NOTIFY = 'select pg_notify($1, $2)'

const message = z.object({
  from: z.string(),
  news: z.union([
    z.literal('all'),
    z.array(
      z.object({
        type: z.enum(changeTypes),
        book_id: z.int().nullable(),
        codes: z.array(z.string()).nullable(),
        owners: z.array(z.int()).nullable(),
        job_id: z.int().nullable(),
      }),
    ),
  ]),
})

interface Told {
  /** Others changed something. */
  heard: (news: News) => void
  /** The line is there (again), or it is lost, with the reason. */
  opened: () => void
  lost: (reason: string) => void
}

/** The line to the other programs on a database. It is opened again whenever it is lost, until it is stopped. */
export class Notifications {
  readonly #url: string
  readonly #told: Told
  readonly #self = randomUUID()
  readonly #outbox = new ChangeDigest()
  readonly #stopping = new AbortController()
  #client: pg.Client | undefined
  #sent: Promise<void> = Promise.resolve()
  #cut = new AbortController()
  #echo: (() => void) | undefined
  #running: Promise<void> = Promise.resolve()

  /** @param url a direct connection: a pooler that lends a connection out for a transaction hears nothing. */
  constructor(url: string, told: Told) {
    this.#url = url
    this.#told = told
  }

  /** Opens the line. Returns after the first try, however it went. */
  start(): Promise<void> {
    return new Promise((tried) => {
      this.#running = this.#keepOpen(tried)
    })
  }

  /** Tells the others, now or once the line is there. */
  tell(news: News): void {
    this.#outbox.add(news)
    this.#sendNext()
  }

  /** Opens the line anew: after a sleep it may be dead without knowing it. */
  restart(): void {
    this.#cut.abort()
  }

  /** Tells what is still to be told, and closes the line. */
  async stop(): Promise<void> {
    await this.#sent
    this.#stopping.abort()
    this.#cut.abort()
    await this.#running
  }

  async #keepOpen(tried: () => void): Promise<void> {
    let pause = FIRST_PAUSE_MS
    while (!this.#stopping.signal.aborted) {
      this.#cut = new AbortController()
      try {
        await this.#listen(() => {
          pause = FIRST_PAUSE_MS
          this.#told.opened()
          tried()
        })
      } catch (error) {
        if (!this.#stopping.signal.aborted) this.#told.lost(reasonOf(error))
      }
      tried()
      // Programs that lost the same server must not all come back at the same moment.
      const wait = this.#cut.signal.aborted ? 0 : pause * (0.5 + Math.random())
      await sleep(wait, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  }

  /** Listens for as long as the line holds. @throws whatever ended it. */
  async #listen(opened: () => void): Promise<void> {
    const client = await openClient(this.#url, 'cuponera live')
    try {
      const over = new AbortController()
      const signal = AbortSignal.any([over.signal, this.#cut.signal])
      client.once('end', () => over.abort())
      client.on('error', () => over.abort())
      client.on('notification', ({ payload }) => this.#hear(payload ?? ''))
      await answered(client.query(LISTEN))
      await this.#hearItself(client)
      this.#client = client
      opened()
      this.#sendNext()
      for (;;) {
        await sleep(BEAT_MS, undefined, { signal })
        await answered(client.query('select 1'))
      }
    } finally {
      this.#client = undefined
      await Promise.race([client.end().catch(() => undefined), sleep(500, undefined, { ref: false })])
      client.connection.stream.destroy()
    }
  }

  /** A pooler between here and there may take a LISTEN and never deliver: only the echo of a word shows that the line works. */
  async #hearItself(client: pg.Client): Promise<void> {
    const heard = new Promise<void>((resolve) => {
      this.#echo = resolve
    })
    await answered(client.query(NOTIFY, [CHANNEL, this.#payload([])]))
    await answered(heard)
  }

  #hear(payload: string): void {
    const read = message.safeParse(parsed(payload))
    if (read.data?.from === this.#self) this.#echo?.()
    // What a newer program says may not be understood here; that something changed is.
    else this.#told.heard(read.data?.news ?? 'all')
  }

  #sendNext(): void {
    this.#sent = this.#sent.then(() => this.#send())
  }

  async #send(): Promise<void> {
    const client = this.#client
    if (!client || this.#outbox.isEmpty) return
    const news = this.#outbox.take()
    try {
      await answered(client.query(NOTIFY, [CHANNEL, this.#payload(news)]))
    } catch {
      // The line is lost, or as good as that: what it did not tell, the next one does.
      this.#outbox.add(news)
      this.#cut.abort()
    }
  }

  #payload(news: News): string {
    const withoutCodes = news === 'all' ? news : news.map((change) => ({ ...change, codes: null }))
    const [fitting] = [news, withoutCodes]
      .map((told) => JSON.stringify({ from: this.#self, news: told }))
      .filter((text) => Buffer.byteLength(text) <= LONGEST_PAYLOAD)
    return fitting ?? JSON.stringify({ from: this.#self, news: 'all' })
  }
}

async function answered<T>(answer: Promise<T>): Promise<T> {
  const inTime = new AbortController()
  const tooLate = sleep(ANSWER_MS, undefined, { signal: inTime.signal, ref: false }).then(() => {
    throw new Error('no answer')
  })
  tooLate.catch(() => undefined)
  try {
    return await Promise.race([answer, tooLate])
  } finally {
    inTime.abort()
  }
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return undefined
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') return 'connection ended'
  return sqlErrorCode(error) ?? (error instanceof Error ? error.message : 'unknown')
}
