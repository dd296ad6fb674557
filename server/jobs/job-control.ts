import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query } from '../db/query.ts'
import { tellJob } from './write-job.ts'

/** How often progress is shown and a wish to cancel is heard. */
const TICK_MS = 250

/** Why a job ends before its time: somebody cancelled it, the program stops, or whoever waited for it has gone. */
export type StopReason = 'cancelled' | 'stopping' | 'client_gone'

/** Ends a job's work; its transaction is rolled back as a whole. */
export class JobStopped extends Error {
  override readonly name = 'JobStopped'
  readonly reason: StopReason

  constructor(reason: StopReason) {
    super(reason)
    this.reason = reason
  }
}

const SHOW = `
  update jobs set total = $2, processed = $3 where id = $1 and state = 'running'
  returning id, book_id, cancel_requested`
const LISTEN = 'select id, book_id, cancel_requested from jobs where id = $1'
const INTERRUPT = 'select pg_cancel_backend($1::int)'

/** The hand on one job: shows how far it is and stops it, both on other connections than the job's own. */
export class JobControl {
  readonly progress: { total: number | null; processed: number } = { total: null, processed: 0 }
  readonly #db: Database
  #jobId: number | undefined
  #reason: StopReason | undefined
  #isWaiting = false
  #shown = ''
  #wake = new AbortController()

  constructor(db: Database) {
    this.#db = db
  }

  /** The job, once it has a row of its own. */
  get jobId(): number | undefined {
    return this.#jobId
  }

  /** It has a row, and no turn yet. */
  get isWaiting(): boolean {
    return this.#isWaiting
  }

  get stopReason(): StopReason | undefined {
    return this.#reason
  }

  /** Aborts when the job is to end, with JobStopped as its reason. */
  get stopped(): AbortSignal {
    return this.#wake.signal
  }

  /** The job has got a row before its turn. */
  waitAs(jobId: number): void {
    this.#jobId = jobId
    this.#isWaiting = true
  }

  /** The job has waited long enough: it begins. */
  takeTurn(): void {
    this.#isWaiting = false
  }

  /** Begins from nothing, as each run of a transaction does. */
  restart(): void {
    this.progress.total = null
    this.progress.processed = 0
  }

  /** Has the job end as soon as it can. The first reason counts. */
  stop(reason: StopReason): void {
    this.#reason ??= reason
    this.#wake.abort(new JobStopped(this.#reason))
  }

  /** @throws JobStopped once somebody wanted it to stop. */
  checkpoint(): void {
    if (this.#reason !== undefined) throw new JobStopped(this.#reason)
  }

  /**
   * Watches over `work`, which runs in a transaction on the backend `pid`. Nothing is watched any more when this returns, so
   * that no interruption reaches what the connection does next, and the transaction itself may write the job's row.
   */
  async during<T>(jobId: number | undefined, pid: number, work: () => Promise<T>): Promise<T> {
    this.#jobId = jobId
    this.checkpoint()
    const ended = new AbortController()
    const watching = this.#watch(pid, ended.signal)
    try {
      return await work()
    } finally {
      ended.abort()
      await watching
    }
  }

  async #watch(pid: number, ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      const signal = this.#reason === undefined ? AbortSignal.any([ended, this.#wake.signal]) : ended
      await sleep(TICK_MS, undefined, { signal }).catch(() => undefined)
      // A tick that fails is tried again by the next: whether the database is there, the job's own connection tells.
      if (!ended.aborted) await this.#tick(pid).catch(() => undefined)
    }
  }

  async #tick(pid: number): Promise<void> {
    if (this.#reason === undefined && (await this.#isCancelled())) this.#reason = 'cancelled'
    if (this.#reason !== undefined) await query(this.#db, INTERRUPT, [pid])
  }

  async #isCancelled(): Promise<boolean> {
    if (this.#jobId === undefined) return false
    const { total, processed } = this.progress
    const now = `${String(total)} ${String(processed)}`
    const fresh = now !== this.#shown
    this.#shown = now
    const [row] = await query<Pick<JobRow, 'id' | 'book_id' | 'cancel_requested'>>(
      this.#db,
      fresh ? SHOW : LISTEN,
      fresh ? [this.#jobId, total, processed] : [this.#jobId],
    )
    if (fresh && row) tellJob(this.#db, row)
    return row?.cancel_requested ?? false
  }
}
