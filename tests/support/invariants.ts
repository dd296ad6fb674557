/** What must hold whatever happened: run after every race and every fault. */
import { expect } from 'vitest'
import type { Database } from '../../server/db/connect.ts'
import { query } from '../../server/db/query.ts'
import type { TestServer } from './server.ts'

/**
 * One row for each violation; none in a sound store. The numbers are those of docs/reliability.md. Uses from before a limit was
 * lowered stay as they are (I1); one after it must keep to it.
 */
const VIOLATIONS = `
  with uses as (
    select coupon_id, count(*) filter (where rolled_back_at is null) as live from redemption_history group by coupon_id
  ), events as (
    select coupon_id, count(*) as events, min(coupon_version) as first, max(coupon_version) as last,
           count(*) filter (where action = 'coupon.redeemed') as redeemed,
           max(at) filter (where action = 'coupon.redeemed') as last_use_at,
           count(*) filter (where action = 'coupon.rolled_back') as rolled_back,
           count(*) filter (where action = 'coupon.assigned') as assigned
      from audit_events where coupon_id is not null group by coupon_id
  ), coupon as (
    select k.*, b.allow_multi_redemption, b.max_redemptions_per_user, coalesce(u.live, 0) as live,
           coalesce(e.events, 0) as events, e.first, e.last, coalesce(e.redeemed, 0) as redeemed, e.last_use_at,
           coalesce(e.rolled_back, 0) as rolled_back, coalesce(e.assigned, 0) as assigned,
           k.version = coalesce(e.events, 0) as whole,
           coalesce(k.max_redemptions, case when b.allow_multi_redemption then b.max_redemptions_per_user else 1 end) as most
      from coupons k join books b on b.id = k.book_id
      left join uses u on u.coupon_id = k.id left join events e on e.coupon_id = k.id
  ), told as (
    select coupon_id, coupon_version, action, actor_id, at,
           lag(action) over life as before, lag(actor_id) over life as held_by_actor, lag(at) over life as before_at,
           lag(details) over life as before_details
      from audit_events where coupon_id is not null
    window life as (partition by coupon_id order by coupon_version)
  )
  select 'I1 more redemptions than the limit' as violation, id from coupon
   where live > most and not exists (
         select from audit_events limited
          where limited.book_id = coupon.book_id and limited.action = 'book.updated'
            and limited.details ?| array['allow_multi_redemption', 'max_redemptions_per_user']
            and limited.at > coupon.last_use_at)
  union all
  select 'I4 the count is not the history', id from coupon
   where redemption_count <> live or (whole and redemption_count <> redeemed - rolled_back)
  union all
  select 'I4 redeemed without a use, or used without being redeemed', id from coupon
   where state <> 'VOID' and (state = 'REDEEMED') <> (redemption_count > 0)
  union all
  select 'I5 more than one owner', id from coupon
   where assigned > 1 or case when whole then (assigned_user_id is not null) <> (assigned = 1)
                              else assigned = 1 and assigned_user_id is null end
  union all
  select 'I6 somebody passed a live lock', coupon_id from told
   where action in ('coupon.redeemed', 'coupon.locked', 'coupon.assigned')
     and before in ('coupon.locked', 'coupon.lock_extended') and held_by_actor <> actor_id
     and before_at + make_interval(secs => (before_details ->> 'seconds')::int) > at
  union all
  select 'I6 somebody passed a lock that was handed over', coupon_id from told
   where action in ('coupon.redeemed', 'coupon.locked') and before = 'coupon.lock_handed_over'
     and (before_details ->> 'to')::int <> actor_id and (before_details ->> 'locked_until')::timestamptz > at
  union all
  select 'I7 a gap in the versions', id from coupon
   where events > 0 and (last <> version or last - first + 1 <> events)
  union all
  select 'I7 the first versions are gone, and no purge tells of it', id from coupon
   where not whole
     and not exists (select from audit_events where action = 'retention.purged' and details ? 'audit_events')
  union all
  select 'I3 two keys for one redemption', (min(actor_id))::bigint from idempotency_keys
   where status = 200 and operation like 'POST /coupons/redeem/%'
   group by reply::jsonb -> 'redemption' ->> 'id' having count(*) > 1
  union all
  select 'I8 the states do not add up', book_id from coupons group by book_id
  having count(*) <> count(*) filter (where state in ('UNASSIGNED', 'ASSIGNED', 'REDEEMED', 'VOID'))
  union all
  select 'I8 the counts are not the coupons', coalesce(c.book_id, k.book_id)
    from (select book_id, state, sum(count) as count from coupon_counts group by book_id, state) c
    full join (select book_id, state, count(*) as count from coupons group by book_id, state) k
      on k.book_id = c.book_id and k.state = c.state
   where coalesce(c.count, 0) <> coalesce(k.count, 0)`

/** Fails with the list of what does not hold. */
export async function expectInvariants(db: Database): Promise<void> {
  expect(await query(db, VIOLATIONS)).toEqual([])
}

/** The end of a file of tests: whatever they did, the store is whole. */
export async function closeWhole(server: TestServer): Promise<void> {
  await expectInvariants(server.app.db)
  await server.close()
}
