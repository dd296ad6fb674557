import type { Refusal } from '../contracts/reports.ts'
import { contractTable } from '../contracts/table.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { DomainError } from '../errors.ts'
import type { Actor } from '../http/context.ts'
import { readOperation } from '../http/idempotency.ts'
import { pageFrom, readPage } from '../http/paging.ts'

/** Which refusals: from `from` up to, not including, `to`. */
export interface RefusalFilter {
  limit?: number | undefined
  cursor?: string | undefined
  from?: string | undefined
  to?: string | undefined
  reason?: Refusal['reason'] | undefined
  actor_id?: number | undefined
}

interface RefusalRow {
  at: Date
  microseconds: number
  tie: number
  operation: string
  reason: Refusal['reason']
  detail: string
  actor_id: number
  actor_name: string
}

// A kept reply has no number of its own: of two in one microsecond a hash of their keys says which is first. It is reckoned for the
// rows of a page alone, and for those beside its ends.
const TIE = "('x' || left(md5(actor_id || operation || key), 13))::bit(52)::bigint"

const LIST = `
  with after as (
    select timestamptz 'epoch' + $5::bigint * interval '1 microsecond' as at
  ), page as (
    select created_at, actor_id, operation, key, reply
      from idempotency_keys
     where status >= 400
       and ($1::timestamptz is null or created_at >= $1) and ($2::timestamptz is null or created_at < $2)
       and ($3::text is null or reply::jsonb ->> 'code' = $3)
       and ($4::int is null or actor_id = $4)
       and ($5::bigint is null or created_at <= (select at from after)
                                  and (created_at < (select at from after) or ${TIE} < $6::bigint))
     order by created_at desc fetch first ($7) rows with ties
  ), refused as (
    select created_at as at, (extract(epoch from created_at) * 1000000)::bigint as microseconds, ${TIE} as tie, operation,
           reply::jsonb as problem, actor_id
      from page
  )
  select r.at, microseconds, tie, operation, problem ->> 'code' as reason, problem ->> 'detail' as detail, actor_id,
         u.name as actor_name
    from refused r join users u on u.id = actor_id
   order by r.at desc, tie desc limit $7`

/**
 * Refused requests that carried an `Idempotency-Key`, newest first: the rows behind the refusals of the figures.
 *
 * @throws DomainError `forbidden` for an API key that is limited to books, because nothing kept of a refusal tells the book.
 */
export async function listRefusals(
  db: Database,
  actor: Actor,
  filter: RefusalFilter,
): Promise<{ items: Refusal[]; next_cursor: string | null }> {
  if (actor.bookIds !== null)
    throw new DomainError(
      'forbidden',
      'This API key is limited to some books, and refusals are kept for the store.',
    )
  const page = readPage<[number, number]>(filter, ['number', 'number'])
  const rows = await query<RefusalRow>(db, LIST, [
    filter.from ?? null,
    filter.to ?? null,
    filter.reason ?? null,
    filter.actor_id ?? null,
    page.after?.[0] ?? null,
    page.after?.[1] ?? null,
    page.fetch,
  ])
  return pageFrom(rows, page.limit, toRefusal, (row) => [row.microseconds, row.tie])
}

const idOf = new Map(contractTable.map(({ id, method, path }) => [`${method} ${path}`, id]))

function toRefusal(row: RefusalRow): Refusal {
  const { operation, reason, detail, actor_id, actor_name } = row
  const { method, path, params } = readOperation(operation)
  return {
    id: `${String(row.microseconds)}-${String(row.tie)}`,
    at: row.at.toISOString(),
    operation: idOf.get(`${method} ${path}`) ?? path,
    code: 'code' in params ? String(params.code) : null,
    reason,
    detail,
    actor_id,
    actor_name,
  }
}
