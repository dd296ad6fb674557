import type { AuditAction } from '../contracts/audit.ts'
import type { CouponEvent } from '../contracts/coupon-resource.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { findVisible } from './get-coupon.ts'

interface EventRow {
  id: number
  at: Date
  action: AuditAction
  version: number | null
  actor_id: number | null
  actor_name: string | null
  till: string | null
  user_id: number | null
  user_name: string | null
  details: Record<string, unknown>
}

// The import or generation that made the coupon is one event with its job: the oldest of the history, without a version.
const EVENTS = `
  select e.id, e.at, e.action, e.coupon_version as version, e.actor_id, a.name as actor_name, e.till, e.user_id,
         u.name as user_name, e.details
    from (select * from audit_events where coupon_id = $1
          union all
          select * from audit_events where coupon_id is null and job_id = $2) e
    left join users a on a.id = e.actor_id
    left join users u on u.id = e.user_id
   where $3::bigint is null or e.id < $3
   order by e.id desc limit $4`

const JOB_OF = 'select job_id from coupons where id = $1'

/** Every event of a coupon, newest first. */
export async function getCouponHistory(
  db: Database,
  actor: Actor,
  code: string,
  filter: { limit?: number | undefined; cursor?: string | undefined },
): Promise<{ items: CouponEvent[]; next_cursor: string | null }> {
  const record = await findVisible(db, actor, code)
  const page = readPage<[number]>(filter, ['number'])
  const [job] = await query<{ job_id: number | null }>(db, JOB_OF, [record.id])
  const bind = [record.id, job?.job_id ?? null, page.after?.[0] ?? null, page.fetch]
  const rows = await query<EventRow>(db, EVENTS, bind)
  return pageFrom(rows, page.limit, toEvent, (row) => [row.id])
}

function toEvent(row: EventRow): CouponEvent {
  return { ...row, at: row.at.toISOString(), details: row.details as CouponEvent['details'] }
}
