import type { exportSkipped as contract, LeftOut } from '../contracts/distributions.ts'
import type { Database } from '../db/connect.ts'
import type { Call } from '../http/call.ts'
import type { Actor } from '../http/context.ts'
import { exportByMember, listByMember } from './by-member.ts'

const NEXT = `
  select s.user_id, u.name, u.email, s.reason
    from distribution_skips s
    join users u on u.id = s.user_id
   where s.job_id = $1 and s.user_id > $2
   order by s.user_id limit $3`

/**
 * All the members who were passed over by a distribution, and why.
 *
 * @throws DomainError `distribution_not_found`
 */
export function listSkipped(
  db: Database,
  actor: Actor,
  id: number,
  filter: { limit?: number | undefined; cursor?: string | undefined },
): Promise<{ items: LeftOut[]; next_cursor: string | null }> {
  return listByMember(db, actor, id, filter, NEXT)
}

/** The same as CSV. */
export function exportSkipped(call: Call<typeof contract>): Promise<void> {
  return exportByMember<LeftOut>(call, {
    name: `distribution-${String(call.params.id)}-left-out.csv`,
    heading: ['user_id', 'name', 'email', 'reason'],
    sql: NEXT,
    linesOf: ({ user_id, name, email, reason }) => [[user_id, name, email, reason]],
  })
}
