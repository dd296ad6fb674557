import type { Assignment, exportAssignments as contract } from '../contracts/distributions.ts'
import type { Database } from '../db/connect.ts'
import type { Call } from '../http/call.ts'
import type { Actor } from '../http/context.ts'
import { exportByMember, listByMember } from './by-member.ts'

const NEXT = `
  select e.user_id, u.name, u.email, array_agg(k.code order by e.id) as codes
    from audit_events e
    join coupons k on k.id = e.coupon_id
    join users u on u.id = e.user_id
   where e.job_id = $1 and e.action = 'coupon.assigned' and e.user_id > $2
   group by e.user_id, u.name, u.email
   order by e.user_id limit $3`

/**
 * Who got which codes by a distribution, as it was then: a coupon that was used or made void since is there as well.
 *
 * @throws DomainError `distribution_not_found`
 */
export function listAssignments(
  db: Database,
  actor: Actor,
  id: number,
  filter: { limit?: number | undefined; cursor?: string | undefined },
): Promise<{ items: Assignment[]; next_cursor: string | null }> {
  return listByMember(db, actor, id, filter, NEXT)
}

/** The same as CSV, a line for each code. */
export function exportAssignments(call: Call<typeof contract>): Promise<void> {
  return exportByMember<Assignment>(call, {
    name: `distribution-${String(call.params.id)}.csv`,
    heading: ['user_id', 'name', 'email', 'code'],
    sql: NEXT,
    linesOf: ({ user_id, name, email, codes }) => codes.map((code) => [user_id, name, email, code]),
  })
}
