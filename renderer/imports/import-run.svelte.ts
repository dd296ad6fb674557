import { getImport, type Import } from '../../server/contracts/imports.ts'
import { call } from '../api/client.ts'
import { isAbort } from '../api/errors.ts'
import { announce } from '../desktop/announce.ts'
import { FollowedJob } from '../state/follow-job.svelte.ts'
import { targetWords } from '../words/import-targets.ts'
import { importNotice } from '../words/imports.ts'
import type { ImportOptions } from './import-options.ts'
import type { ImportTarget } from './import-target.ts'
import { sendFile } from './send-file.ts'

/**
 * A file with less than this still to send is not broken off: the server may have all of it by then and would go on. Its job is
 * cancelled instead, as soon as it is known.
 */
const tooLateBytes = 16_000_000

/** One import: the file on its way, then the server's job until it has ended. */
export class ImportRun {
  /** `idle` before; `sending` the file; `running` on the server; `ended` with a report, or cancelled before there was one. */
  phase: 'idle' | 'sending' | 'running' | 'ended' = $state('idle')
  sent = $state({ bytes: 0, total: 0 })
  /** Somebody wants it ended while the file is still on its way. */
  stopping = $state(false)
  readonly job = new FollowedJob<Import>((id, signal) => call(getImport, { params: { id }, signal }))
  #sending: AbortController | undefined

  get report(): Import | undefined {
    return this.job.report
  }

  /**
   * Sends a file and follows its job to the end. Throws ApiError when the file is refused or not received; nothing stays then.
   *
   * @param key the action's idempotency key.
   * @param onJob hears of the job as soon as there is one; false where nobody looks on any more: then it is not followed.
   */
  async start(
    target: ImportTarget,
    file: File,
    options: ImportOptions,
    key: string,
    onJob: (begun: Import) => boolean,
  ): Promise<void> {
    const sending = (this.#sending = new AbortController())
    this.phase = 'sending'
    this.stopping = false
    this.sent = { bytes: 0, total: file.size }
    let begun: Import
    try {
      begun = await sendFile(target, file, options, {
        idempotencyKey: key,
        respondAsync: true,
        signal: sending.signal,
        onProgress: (bytes, total) => (this.sent = { bytes, total }),
      })
    } catch (error) {
      this.job.report = undefined
      this.phase = isAbort(error) ? 'ended' : 'idle'
      throw error
    }
    const isSeen = onJob(begun)
    if (isSeen) this.job.report = begun
    await Promise.all([
      isSeen ? this.follow(begun.id) : undefined,
      this.stopping ? this.job.cancel(begun.id) : undefined,
    ])
  }

  /** Watches a job until it has ended, also through times when the server is away. */
  async follow(id: number): Promise<void> {
    this.phase = 'running'
    if (!(await this.job.follow(id))) return
    this.phase = 'ended'
    const { report } = this
    // Whoever cancelled knows.
    if (report && report.state !== 'cancelled') announce(importNotice(report, targetWords[report.target]))
  }

  /** Back to the beginning, for another file. */
  reset(): void {
    this.job.leave()
    this.phase = 'idle'
    this.job.report = undefined
  }

  /** Ends it while the file is on its way; nothing of it stays. */
  stopSending(): void {
    this.stopping = true
    if (this.sent.total - this.sent.bytes > tooLateBytes) this.#sending?.abort()
  }
}
