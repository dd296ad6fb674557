import type { ApiKey } from '../../server/contracts/api-keys.ts'
import type { Book } from '../../server/contracts/books.ts'
import type { Coupon, CouponWithVerdict, Redeemed } from '../../server/contracts/coupon-resource.ts'
import type { Distribution } from '../../server/contracts/distributions.ts'
import type { GenerationRecord } from '../../server/contracts/generations.ts'
import type { Import, Job } from '../../server/contracts/imports.ts'
import type { Pool, PoolUser } from '../../server/contracts/pools.ts'
import type { ProblemCode } from '../../server/contracts/problems.ts'
import type { Redemption, UndoRequest } from '../../server/contracts/redemptions.ts'
import type { Stats } from '../../server/contracts/reports.ts'
import type { User } from '../../server/contracts/users.ts'

/** A small store: people, a book, and its coupon in every state, as the contracts have them. */

const now = '2026-05-04T12:00:00.000Z'

const person = (id: number, name: string, role: User['role']): User => ({
  id,
  kind: 'person',
  name,
  email: `${name.toLowerCase()}@mail.example`,
  external_id: null,
  role,
  is_active: true,
  created_at: now,
  updated_at: now,
})

export const luis = person(1, 'Luis', 'staff')
export const marta = person(2, 'Marta', 'manager')
export const ada = person(9, 'Ada', 'admin')
export const ana = person(3, 'Ana', 'customer')
export const andres = person(4, 'Andres', 'customer')

/** A coupon of Ana's that nobody has used yet. */
export const coupon = (over: Partial<Coupon> = {}): Coupon => ({
  code: 'SUMR-7K2M',
  book_id: 7,
  book_name: 'Summer reading',
  book_starts_at: null,
  book_expiration_date: '2026-05-31T21:59:59.999Z',
  state: 'ASSIGNED',
  assigned_user_id: ana.id,
  assigned_user_name: ana.name,
  assigned_at: now,
  locked_until: null,
  locked_by: null,
  locked_by_name: null,
  till: null,
  remaining_ms: null,
  redemption_count: 0,
  max_redemptions: 1,
  remaining_redemptions: 1,
  last_redeemed_at: null,
  metadata: {},
  version: 2,
  created_at: now,
  updated_at: now,
  server_time: now,
  ...over,
})

export const free: Partial<Coupon> = {
  state: 'UNASSIGNED',
  assigned_user_id: null,
  assigned_user_name: null,
  assigned_at: null,
}

export const lockedBy = (holder: User, remainingMs = 300_000): Partial<Coupon> => ({
  state: 'LOCKED',
  locked_by: holder.id,
  locked_by_name: holder.name,
  locked_until: '2026-05-04T12:05:00.000Z',
  till: 'Till 4',
  remaining_ms: remainingMs,
})

/** With the verdict on redeeming it now: no code means that it may. */
export const seen = (over: Partial<CouponWithVerdict> = {}, refusal?: ProblemCode): CouponWithVerdict => ({
  ...coupon(over),
  last_redemption: null,
  redeemable: refusal === undefined ? { ok: true } : { ok: false, code: refusal, reason: 'A sentence.' },
  ...over,
})

export const redeemed = (id: number, over: Partial<Coupon> = {}): Redeemed => ({
  code: 'SUMR-7K2M',
  user_id: ana.id,
  redeemed_at: now,
  redemption_count: 1,
  remaining_redemptions: 0,
  redemption: {
    id,
    code: 'SUMR-7K2M',
    book_id: 7,
    user_id: ana.id,
    redeemed_by: luis.id,
    redeemed_by_name: luis.name,
    till: 'Till 2',
    redeemed_at: now,
    metadata: {},
    rolled_back_at: null,
    rollback_reason: null,
  },
  coupon: coupon({
    state: 'REDEEMED',
    redemption_count: 1,
    remaining_redemptions: 0,
    last_redeemed_at: now,
    ...over,
  }),
})

export const book = (over: Partial<Book> = {}): Book => ({
  id: 7,
  name: 'Summer reading',
  description: '',
  owner_id: null,
  is_active: true,
  starts_at: null,
  expiration_date: null,
  allow_multi_redemption: false,
  max_redemptions_per_user: null,
  max_assignments_per_user: 1,
  lock_seconds: null,
  require_lock: false,
  redeem_unassigned: false,
  self_service: true,
  code_pattern: null,
  metadata: {},
  created_at: now,
  updated_at: now,
  counts: { total: 10, unassigned: 4, assigned: 3, locked: 1, redeemed: 1, void: 1 },
  ...over,
})

export const pool = (over: Partial<Pool> = {}): Pool => ({
  id: 5,
  name: 'Regulars',
  description: '',
  is_active: true,
  created_by: marta.id,
  user_count: 2,
  created_at: now,
  updated_at: now,
  ...over,
})

/** 37 of the members of a pool get a code each. */
export const distribution = (over: Partial<Distribution> = {}): Distribution => ({
  id: 12,
  kind: 'distribute',
  state: 'done',
  total: 37,
  processed: 37,
  created_at: now,
  finished_at: now,
  error: null,
  error_code: null,
  error_details: null,
  pool_id: 5,
  pool_name: 'Regulars',
  book_id: 7,
  book_name: 'Summer reading',
  mode: 'equal',
  coupons_per_user: 1,
  requested: 37,
  assigned: 37,
  short: 0,
  recipients: 37,
  skipped_count: 0,
  skipped: [],
  ...over,
})

export const member = (user: User): PoolUser => ({ ...user, added_at: now })

/** A use of Ana's coupon that Luis took. */
export const use = (id: number, over: Partial<Redemption> = {}): Redemption => ({
  ...redeemed(id).redemption,
  ...over,
})

/** Luis asks to have that use undone. */
export const undoRequest = (redemption: Redemption, over: Partial<UndoRequest> = {}): UndoRequest => ({
  id: 31,
  state: 'open',
  reason: 'Scanned twice',
  requested_by: luis.id,
  requested_by_name: luis.name,
  decided_by: null,
  decided_by_name: null,
  decided_at: null,
  created_at: now,
  redemption,
  ...over,
})

/** The store's settings. */
export const settings = {
  store_name: 'Sol',
  time_zone: 'Europe/Madrid',
  default_lock_seconds: 300,
  allow_registration: false,
  allowed_origins: [],
  retention: { audit_events: null, idempotency_keys: 31, jobs: null },
}

/** Three days of May in Madrid, of which one has redemptions. */
export const stats = (over: Partial<Stats> = {}): Stats => ({
  from: '2026-05-01T22:00:00.000Z',
  to: '2026-05-04T22:00:00.000Z',
  time_zone: 'Europe/Madrid',
  counts: book().counts,
  redemptions: 12,
  rolled_back: 2,
  by_day: [{ date: '2026-05-03', redemptions: 12, rolled_back: 2 }],
  by_hour: Array.from({ length: 24 }, (_, hour) => ({
    hour,
    redemptions: hour === 17 ? 12 : 0,
    rolled_back: hour === 17 ? 2 : 0,
  })),
  by_staff: [{ user_id: luis.id, name: luis.name, redemptions: 12, rolled_back: 2 }],
  funnel: { assigned: 16, locked: 14, redeemed: 12 },
  locks_expired: 1,
  refusals: [{ code: 'coupon_locked', count: 3 }],
  ...over,
})

/** A list's only page. */
export const page = <T>(...items: T[]): { items: T[]; next_cursor: null } => ({ items, next_cursor: null })

/** A generation that is done. */
export const job = (over: Partial<Job> = {}): Job => ({
  id: 8,
  kind: 'generate',
  state: 'done',
  total: 1000,
  processed: 1000,
  created_at: '2026-05-04T12:00:00.000Z',
  finished_at: '2026-05-04T12:00:01.000Z',
  error: null,
  error_code: null,
  error_details: null,
  ...over,
})

/** The same generation as the history has it, which Marta asked for. */
export const generation = (over: Partial<GenerationRecord> = {}): GenerationRecord => ({
  ...job(),
  kind: 'generate',
  book_id: 7,
  book_name: 'Summer reading',
  requested: 1000,
  pattern: 'SUMMER-{}',
  length: 12,
  charset: 'no_lookalikes',
  max_redemptions: null,
  codes_created: over.state === undefined || over.state === 'done' ? 1000 : 0,
  created_by: marta.id,
  created_by_name: marta.name,
  ...over,
})

/** An import of three codes that is done. */
export const importReport = (over: Partial<Import> = {}): Import => ({
  id: 5,
  kind: 'import',
  state: 'done',
  total: 3,
  processed: 3,
  created_at: now,
  finished_at: now,
  error: null,
  error_code: null,
  error_details: null,
  target: 'codes',
  book_id: 7,
  pool_id: null,
  file_name: 'codes.csv',
  encoding: 'utf-8',
  delimiter: null,
  received: 3,
  imported: 3,
  rejected: 0,
  rejects: [],
  rejected_by_reason: [],
  ...over,
})

export const apiKey = (over: Partial<ApiKey> = {}): ApiKey => ({
  id: 21,
  name: 'Web shop',
  role: 'staff',
  book_ids: null,
  is_active: true,
  expires_at: null,
  last_used_at: null,
  created_by: ada.id,
  created_by_name: ada.name,
  created_at: now,
  ...over,
})
