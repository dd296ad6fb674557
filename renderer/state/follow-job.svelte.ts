import { cancelJob, getJob, type Job } from '../../server/contracts/imports.ts'
import { call } from '../api/client.ts'
import { ApiError, canBeReadLater, isAbort } from '../api/errors.ts'
import { HintBell, live } from './live.svelte.ts'

/** The first looks follow quickly: most jobs are done in a moment. */
const firstWaitMs = 100
const longestWaitMs = 1000
/** Hints tell of every step; should one be lost, this is how long it goes unseen. */
const hintedWaitMs = 3000

/** Longer than this, and a person wants to see how far it is. */
const breathMs = 700

/** How fast a job goes, once that can be told. */
export interface Pace {
  perSecond: number
  secondsLeft: number
}

/**
 * Follows a job of the server to its end, also through times when the server is away. `look` reads it: a job, or more of it, such as
 * an import with its report.
 */
export class FollowedJob<Report extends Job> {
  /** What the newest look has shown; undefined before the first. */
  report: Report | undefined = $state.raw()
  /** Somebody here asked for its end, which is still to come. */
  cancelling = $state(false)
  /** The server does not answer at the moment; the job may go on meanwhile. */
  lost = $state(false)
  pace: Pace | undefined = $state.raw()
  readonly #look: (id: number, signal: AbortSignal) => Promise<Report>
  #following: AbortController | undefined
  #begun: { at: number; processed: number } | undefined

  constructor(look: (id: number, signal: AbortSignal) => Promise<Report>) {
    this.#look = look
  }

  /**
   * Watches a job; true once it has ended, false when it was left before. Throws ApiError when there is none, or the caller may not
   * know of it.
   */
  async follow(id: number): Promise<boolean> {
    this.leave()
    const mine = (this.#following = new AbortController())
    this.#begun = this.pace = undefined
    const bell = new HintBell((hint) => hint.type === 'job' && hint.job_id === id)
    try {
      for (let wait = firstWaitMs; ; wait = Math.min(wait * 1.2, longestWaitMs)) {
        const report = await this.#read(id, mine.signal)
        if (mine.signal.aborted) return false
        if (report) this.#take(report)
        if (report && hasEnded(report)) break
        await bell.wait(live.up ? hintedWaitMs : wait)
        if (mine.signal.aborted) return false
      }
    } finally {
      bell.stop()
    }
    this.cancelling = false
    return true
  }

  /** The screen goes, or turns to another job; this one goes on. */
  leave(): void {
    this.#following?.abort()
    this.cancelling = false
  }

  /** Ends a job; nothing of it stays. One that has ended already is none to fail at: its report tells how. Throws ApiError. */
  async cancel(id: number): Promise<void> {
    this.cancelling = true
    try {
      await call(cancelJob, { params: { id } })
    } catch (error) {
      if (error instanceof ApiError && error.code === 'job_finished') return
      this.cancelling = false
      throw error
    }
  }

  async #read(id: number, signal: AbortSignal): Promise<Report | undefined> {
    try {
      const report = await this.#look(id, signal)
      this.lost = false
      return report
    } catch (error) {
      if (isAbort(error)) return undefined
      if (!canBeReadLater(error)) throw error
      this.lost = true
      return undefined
    }
  }

  #take(report: Report): void {
    this.report = report
    const { total, processed } = report
    const now = { at: performance.now(), processed }
    const begun = (this.#begun ??= now)
    const seconds = (now.at - begun.at) / 1000
    const done = processed - begun.processed
    if (total === null || done <= 0 || seconds < 1) return
    this.pace = { perSecond: done / seconds, secondsLeft: ((total - processed) * seconds) / done }
  }
}

/** The job as it ended, where it does so within a breath; else undefined, and it goes on. Throws ApiError. */
export async function endedSoon(job: Job): Promise<Job | undefined> {
  if (hasEnded(job)) return job
  const followed = new FollowedJob<Job>((id, signal) => call(getJob, { params: { id }, signal }))
  const breath = new Promise<false>((resolve) => setTimeout(() => resolve(false), breathMs))
  const isOver = await Promise.race([followed.follow(job.id), breath])
  followed.leave()
  return isOver ? followed.report : undefined
}

/** True for a job that is over, however it ended. */
export function hasEnded({ state }: Pick<Job, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}

/** How much of it is done, from 0 to 1; null while that is not known. */
export function shareDone({ total, processed }: Pick<Job, 'total' | 'processed'>): number | null {
  return total === null || total === 0 ? null : processed / total
}
