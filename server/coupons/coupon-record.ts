import type { Role } from '../contracts/contract.ts'
import type { Coupon, CouponState } from '../contracts/coupon-resource.ts'

/** The states that are stored; LOCKED is derived. */
export type StoredState = Exclude<CouponState, 'LOCKED'>

/** A coupon with its book's rules and the names around it, at one instant of the database's clock: all that a decision needs. */
export interface CouponRecord {
  id: number
  code: string
  code_key: string
  book_id: number
  book_name: string
  state: StoredState
  assigned_user_id: number | null
  assigned_user_name: string | null
  assigned_at: Date | null
  locked_by: number | null
  locked_by_name: string | null
  locked_by_role: Role | null
  locked_until: Date | null
  /** Whether the lock holds at `server_time`. Lock columns may outlive their lock until the sweeper comes by. */
  lock_live: boolean
  remaining_ms: number | null
  till: string | null
  redemption_count: number
  /** The limit in force: the coupon's own, else the book's rule; null is no limit. */
  max_redemptions: number | null
  last_redeemed_at: Date | null
  last_redeemed_by_name: string | null
  last_redeemed_till: string | null
  metadata: Record<string, unknown>
  version: number
  created_at: Date
  updated_at: Date
  server_time: Date
  /** `server_time` to the microsecond, to be written as the time of what is decided. */
  at: string
  book_is_active: boolean
  book_expired: boolean
  book_started: boolean
  book_starts_at: Date | null
  book_expiration_date: Date | null
  book_lock_seconds: number | null
  max_assignments_per_user: number | null
  require_lock: boolean
  redeem_unassigned: boolean
}

/**
 * The statement that gives {@link CouponRecord}s.
 *
 * @param chosen the body of a common table expression over `coupons` (all columns), where it locks or pages.
 * @param order the final order, over `k`.
 *
 * The clock is read after every row was chosen: `count(*)` has to see them all. So a row that was waited for is judged by the
 * time at which it was had.
 */
export function selectRecords(chosen: string, order = 'k.id'): string {
  return `
  with chosen as materialized (${chosen}),
  moment as materialized (select clock_timestamp() as server_time, count(*) as chosen_rows from chosen)
  select k.id, k.code, k.code_key, k.book_id, b.name as book_name, k.state,
         k.assigned_user_id, owner.name as assigned_user_name, k.assigned_at,
         k.locked_by, holder.name as locked_by_name, holder.role as locked_by_role, k.locked_until,
         coalesce(k.locked_until > t.server_time, false) as lock_live,
         ceil(extract(epoch from k.locked_until - t.server_time) * 1000)::float8 as remaining_ms, k.till,
         k.redemption_count,
         coalesce(k.max_redemptions, case when b.allow_multi_redemption then b.max_redemptions_per_user else 1 end)
           as max_redemptions,
         k.last_redeemed_at, last.name as last_redeemed_by_name, last.till as last_redeemed_till,
         k.metadata, k.version, k.created_at, k.updated_at, t.server_time, t.server_time::text as at,
         b.is_active as book_is_active, coalesce(b.expiration_date < t.server_time, false) as book_expired,
         coalesce(b.starts_at <= t.server_time, true) as book_started, b.starts_at as book_starts_at,
         b.expiration_date as book_expiration_date, b.lock_seconds as book_lock_seconds,
         b.max_assignments_per_user, b.require_lock, b.redeem_unassigned
    from chosen k
    cross join moment t
    join books b on b.id = k.book_id
    left join users owner on owner.id = k.assigned_user_id
    left join users holder on holder.id = k.locked_by
    left join lateral (
      select u.name, r.till
        from redemption_history r join users u on u.id = r.redeemed_by
       where k.redemption_count > 0 and r.coupon_id = k.id and r.rolled_back_at is null
       order by r.id desc limit 1) last on true
   order by ${order}`
}

/** Uses left under a limit; null is no limit. A limit lowered after use leaves none, never less. */
export function remainingRedemptions(record: {
  max_redemptions: number | null
  redemption_count: number
}): number | null {
  return record.max_redemptions === null
    ? null
    : Math.max(0, record.max_redemptions - record.redemption_count)
}

/** The wire form. A lock that ran out is no lock, whatever its columns still say. */
export function toCoupon(record: CouponRecord): Coupon {
  const live = record.lock_live
  return {
    code: record.code,
    book_id: record.book_id,
    book_name: record.book_name,
    book_starts_at: record.book_starts_at?.toISOString() ?? null,
    book_expiration_date: record.book_expiration_date?.toISOString() ?? null,
    state: live ? 'LOCKED' : record.state,
    assigned_user_id: record.assigned_user_id,
    assigned_user_name: record.assigned_user_name,
    assigned_at: record.assigned_at?.toISOString() ?? null,
    locked_until: live ? (record.locked_until?.toISOString() ?? null) : null,
    locked_by: live ? record.locked_by : null,
    locked_by_name: live ? record.locked_by_name : null,
    till: live ? record.till : null,
    remaining_ms: live ? record.remaining_ms : null,
    redemption_count: record.redemption_count,
    max_redemptions: record.max_redemptions,
    remaining_redemptions: remainingRedemptions(record),
    last_redeemed_at: record.last_redeemed_at?.toISOString() ?? null,
    metadata: record.metadata as Coupon['metadata'],
    version: record.version,
    created_at: record.created_at.toISOString(),
    updated_at: record.updated_at.toISOString(),
    server_time: record.server_time.toISOString(),
  }
}
