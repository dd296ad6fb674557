import { countStock } from '../books/counts.ts'
import { requireBook } from '../books/require-book.ts'
import type { Stats } from '../contracts/reports.ts'
import type { Database } from '../db/connect.ts'
import { query, queryOne } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { readSettings } from '../settings/read-settings.ts'
import { countEvents } from './event-counts.ts'
import { countUses, type Scope } from './uses.ts'

const RANGE = `
  select coalesce($1::timestamptz, r.until - interval '30 days') as from, r.until as to
    from (select coalesce($2::timestamptz, clock_timestamp()) as until) r`

const counted = ['coupon.assigned', 'coupon.locked', 'coupon.redeemed', 'coupon.lock_expired'] as const

// A key is stored once however often its request was sent.
const REFUSALS = `
  select reply::jsonb ->> 'code' as code, count(*) as count
    from idempotency_keys
   where status >= 400 and created_at >= $1 and created_at < $2
   group by 1
   order by 2 desc, 1`

/**
 * The figures of the store, or of one book; an API key that is limited to books gets theirs.
 *
 * @throws DomainError `book_not_found`.
 */
export async function readStats(
  db: Database,
  actor: Actor,
  wanted: { book_id?: number | undefined; from?: string | undefined; to?: string | undefined },
): Promise<Stats> {
  if (wanted.book_id !== undefined) await requireBook(db, actor, wanted.book_id)
  const bookIds = wanted.book_id === undefined ? actor.bookIds : [wanted.book_id]
  const range = await queryOne<{ from: Date; to: Date }>(db, RANGE, [wanted.from ?? null, wanted.to ?? null])
  const scope = { ...range, bookIds }
  const { time_zone } = await readSettings(db)
  const [counts, uses, countOf, refusals] = await Promise.all([
    countStock(db, bookIds),
    countUses(db, scope, time_zone),
    countEvents(db, counted, scope),
    countRefusals(db, scope),
  ])
  return {
    from: scope.from.toISOString(),
    to: scope.to.toISOString(),
    time_zone,
    counts,
    ...uses,
    funnel: {
      assigned: countOf('coupon.assigned'),
      locked: countOf('coupon.locked'),
      redeemed: countOf('coupon.redeemed'),
    },
    locks_expired: countOf('coupon.lock_expired'),
    refusals,
  }
}

async function countRefusals(db: Database, { from, to, bookIds }: Scope): Promise<Stats['refusals']> {
  // Nothing that is stored of a refusal tells the book.
  if (bookIds !== null) return null
  return query<{ code: NonNullable<Stats['refusals']>[number]['code']; count: number }>(db, REFUSALS, [
    from,
    to,
  ])
}
