import { DataTypes, literal, type Model, type ModelStatic, type Optional, type Sequelize } from 'sequelize'
import type { CodeCharset } from '../../contracts/codes.ts'
import type { RejectReason } from '../../contracts/imports.ts'
import type { ProblemCode } from '../../contracts/problems.ts'
import type { Details } from '../../errors.ts'

/** How many lines of a file were refused for a reason, and the numbers of the first 100 of them. */
export interface RejectedFor {
  reason: RejectReason
  count: number
  lines: number[]
}

/** A row of `jobs`: long work whose progress can be followed and which can be cancelled. */
export interface JobRow {
  id: number
  kind: 'import' | 'generate' | 'distribute' | 'void'
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  actor_id: number | null
  book_id: number | null
  target: 'codes' | 'users' | 'pool_users' | null
  file_name: string | null
  file_sha256: Buffer | null
  encoding: string | null
  delimiter: string | null
  total: number | null
  processed: number
  received: number
  imported: number
  rejected: number
  rejected_by_reason: RejectedFor[]
  /** Its coupons have ids above this one, up to `coupons_until`, which is 0 until it is done. */
  coupons_after: number
  coupons_until: number
  pool_id: number | null
  pool_name: string | null
  mode: 'equal' | 'random' | null
  coupons_per_user: number | null
  /** How many coupons a distribution takes, or a generation was to make. */
  requested: number | null
  assigned: number | null
  short: number | null
  recipients: number | null
  skipped: number | null
  /** What a generation was asked for: the pattern in full, and `length` of its `{}`. One of an older program may not know it. */
  pattern: string | null
  length: number | null
  charset: CodeCharset | null
  max_redemptions: number | null
  cancel_requested: boolean
  /** Why it failed or was cancelled: a sentence, and the same as a problem has it. Jobs of an older program have the sentence alone. */
  error: string | null
  error_code: ProblemCode | null
  error_details: Details | null
  created_at: Date
  finished_at: Date | null
}

type NewJob = Optional<JobRow, Exclude<keyof JobRow, 'kind'>>

export type JobModel = ModelStatic<Model<JobRow, NewJob>>

export function defineJob(sequelize: Sequelize): JobModel {
  return sequelize.define('jobs', {
    id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
    kind: DataTypes.TEXT,
    state: { type: DataTypes.TEXT, defaultValue: 'queued' },
    actor_id: DataTypes.INTEGER,
    book_id: DataTypes.INTEGER,
    target: DataTypes.TEXT,
    file_name: DataTypes.TEXT,
    file_sha256: DataTypes.BLOB,
    encoding: DataTypes.TEXT,
    delimiter: DataTypes.TEXT,
    total: DataTypes.BIGINT,
    processed: { type: DataTypes.BIGINT, defaultValue: 0 },
    received: { type: DataTypes.BIGINT, defaultValue: 0 },
    imported: { type: DataTypes.BIGINT, defaultValue: 0 },
    rejected: { type: DataTypes.BIGINT, defaultValue: 0 },
    rejected_by_reason: { type: DataTypes.JSONB, defaultValue: [] },
    coupons_after: { type: DataTypes.BIGINT, defaultValue: 0 },
    coupons_until: { type: DataTypes.BIGINT, defaultValue: 0 },
    pool_id: DataTypes.BIGINT,
    pool_name: DataTypes.TEXT,
    mode: DataTypes.TEXT,
    coupons_per_user: DataTypes.INTEGER,
    requested: DataTypes.BIGINT,
    assigned: DataTypes.BIGINT,
    short: DataTypes.BIGINT,
    recipients: DataTypes.BIGINT,
    skipped: DataTypes.BIGINT,
    pattern: DataTypes.TEXT,
    length: DataTypes.INTEGER,
    charset: DataTypes.TEXT,
    max_redemptions: DataTypes.INTEGER,
    cancel_requested: { type: DataTypes.BOOLEAN, defaultValue: false },
    error: DataTypes.TEXT,
    error_code: DataTypes.TEXT,
    error_details: DataTypes.JSONB,
    created_at: { type: DataTypes.DATE, defaultValue: literal('clock_timestamp()') },
    finished_at: DataTypes.DATE,
  })
}
