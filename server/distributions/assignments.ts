import type { Response } from 'express'
import type { Assignment } from '../contracts/distributions.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { csvRecord, sendCsv } from '../http/csv-reply.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { readDistribution } from './read-distributions.ts'

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
export async function listAssignments(
  db: Database,
  actor: Actor,
  id: number,
  filter: { limit?: number | undefined; cursor?: string | undefined },
): Promise<{ items: Assignment[]; next_cursor: string | null }> {
  await readDistribution(db, actor, id)
  const page = readPage<[number]>(filter, ['number'])
  const rows = await query<Assignment>(db, NEXT, [id, page.after?.[0] ?? 0, page.fetch])
  return pageFrom(
    rows,
    page.limit,
    (row) => row,
    (row) => [row.user_id],
  )
}

/** The same as CSV, a line for each code. */
export async function exportAssignments(
  db: Database,
  actor: Actor,
  id: number,
  res: Response,
): Promise<void> {
  await readDistribution(db, actor, id)
  await sendCsv(res, `distribution-${String(id)}.csv`, textOf(db, id))
}

const PIECE = 1_000

async function* textOf(db: Database, id: number): AsyncGenerator<string> {
  yield csvRecord(['user_id', 'name', 'email', 'code'])
  let after = 0
  for (;;) {
    const people = await query<Assignment>(db, NEXT, [id, after, PIECE])
    const last = people.at(-1)
    if (!last) return
    after = last.user_id
    yield people
      .flatMap(({ user_id, name, email, codes }) =>
        codes.map((code) => csvRecord([user_id, name, email, code])),
      )
      .join('')
  }
}
