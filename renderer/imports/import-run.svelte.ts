import { cancelJob, getImport, uploadCodes, type Import } from '../../server/contracts/imports.ts'
import { call } from '../api/client.ts'
import { ApiError, isAbort } from '../api/errors.ts'
import { upload } from '../api/upload.ts'
import { desktop } from '../desktop/bridge.ts'
import { importWords as words } from '../words/imports.ts'
import { queryOf, type ImportOptions } from './import-options.ts'

/** The first looks follow quickly: most files are done in a moment. */
const firstWaitMs = 100
const longestWaitMs = 1000
/**
 * A file with less than this still to send is not broken off: the server may have all of it by then and would go on. Its job is
 * cancelled instead, as soon as it is known.
 */
const tooLateBytes = 16_000_000

/** After these the answer is still to come. */
const passing = new Set(['server_unreachable', 'database_unavailable', 'busy', 'internal_error'])

/** One import: the file on its way, then the server's job until it has ended. */
export class ImportRun {
  /** `idle` before; `sending` the file; `running` on the server; `ended` with a report, or cancelled before there was one. */
  phase: 'idle' | 'sending' | 'running' | 'ended' = $state('idle')
  sent = $state({ bytes: 0, total: 0 })
  report: Import | undefined = $state.raw()
  cancelling = $state(false)
  /** The server does not answer at the moment; the job may go on meanwhile. */
  lost = $state(false)
  #sending: AbortController | undefined
  #following: AbortController | undefined

  /**
   * Sends a file and follows its job to the end. Throws ApiError when the file is refused or not received; nothing stays then.
   *
   * @param key the action's idempotency key.
   * @param onJob hears the job's id as soon as there is one.
   */
  async start(
    bookId: string,
    file: File,
    options: ImportOptions,
    key: string,
    onJob: (id: number) => void,
  ): Promise<void> {
    const sending = (this.#sending = new AbortController())
    this.phase = 'sending'
    this.report = undefined
    this.sent = { bytes: 0, total: file.size }
    try {
      this.report = await upload(uploadCodes, {
        params: { id: bookId },
        query: queryOf(options, file.name),
        file,
        idempotencyKey: key,
        respondAsync: true,
        signal: sending.signal,
        onProgress: (bytes, total) => (this.sent = { bytes, total }),
      })
    } catch (error) {
      this.cancelling = false
      this.phase = isAbort(error) ? 'ended' : 'idle'
      throw error
    }
    onJob(this.report.id)
    if (this.cancelling) await this.#cancelJob(this.report.id)
    await this.follow(this.report.id)
  }

  /** Watches a job until it has ended, also through times when the server is away. */
  async follow(id: number): Promise<void> {
    this.stopFollowing()
    const mine = (this.#following = new AbortController())
    this.phase = 'running'
    for (let wait = firstWaitMs; ; wait = Math.min(wait * 1.2, longestWaitMs)) {
      const report = await this.#look(id, mine.signal)
      if (mine.signal.aborted) return
      if (report) this.report = report
      if (report && hasEnded(report)) break
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
    this.phase = 'ended'
    this.cancelling = false
    if (this.report) announce(this.report)
  }

  /** Back to the beginning, for another file. */
  reset(): void {
    this.stopFollowing()
    this.phase = 'idle'
    this.report = undefined
  }

  /** The screen goes; the job itself goes on. */
  stopFollowing(): void {
    this.#following?.abort()
  }

  /** Ends it; nothing of the file stays. Throws ApiError, `job_finished` when it was too late. */
  async cancel(): Promise<void> {
    this.cancelling = true
    if (this.phase === 'sending') {
      if (this.sent.total - this.sent.bytes > tooLateBytes) this.#sending?.abort()
    } else if (this.report) await this.#cancelJob(this.report.id)
  }

  async #cancelJob(id: number): Promise<void> {
    try {
      await call(cancelJob, { params: { id } })
    } catch (error) {
      // It has ended already: the report tells how.
      if (!(error instanceof ApiError && error.code === 'job_finished')) {
        this.cancelling = false
        throw error
      }
    }
  }

  async #look(id: number, signal: AbortSignal): Promise<Import | undefined> {
    try {
      const report = await call(getImport, { params: { id }, signal })
      this.lost = false
      return report
    } catch (error) {
      if (isAbort(error)) return undefined
      if (!(error instanceof ApiError && passing.has(error.code))) throw error
      this.lost = true
      return undefined
    }
  }
}

/** Tells those who look at another window meanwhile. Whoever cancelled knows. */
function announce(report: Import): void {
  if (document.visibilityState === 'visible' || report.state === 'cancelled') return
  // News that do not get through are no failure of the import.
  desktop?.notify(words.notice(report)).catch(() => undefined)
}

function hasEnded({ state }: Import): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}
