import type { Transaction } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import type { Outcome } from '../errors.ts'
import type { IdempotentRequest } from '../http/idempotency.ts'
import type { StoredReply } from '../http/reply.ts'
import type { NewJob } from './write-job.ts'

/** A job before its work: its row, and how the row is told. */
export interface Sketch<Report> {
  job: NewJob
  toReport(row: JobRow): Report
}

/** Long work: what it does within its one transaction, and how it is told. */
export interface LongJob<Report> {
  /** As sentences name it: “import”. */
  name: string
  key: IdempotentRequest | undefined
  /** Asks again, when its turn has come, whether who asked for it still may (promise P12). @throws DomainError where not. */
  confirm?(): Promise<void>
  /** Looks whether it could begin now, without waiting for anybody, and tells of it as it is before its work. */
  sketch(tx: Transaction): Promise<Outcome<Sketch<Report>>>
  /** @param started hears of the job once others can see it. May run again after a conflict. */
  run(tx: Transaction, started: (report: Report) => void): Promise<Outcome<Report>>
  toReply(outcome: Outcome<Report>): StoredReply
  /** How many coupons it has made or changed. */
  couponsTouched(report: Report): number
  /** The answer to an error of its own kind. @param row the job as it ended, where it has a row. */
  explain?(error: unknown, row: JobRow | undefined): Error | undefined
  /** The answer to a sender who has gone. */
  brokenOff(): Error
}
