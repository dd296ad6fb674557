import type { Refusal } from '../contracts/reports.ts'
import { contractTable } from '../contracts/table.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { DomainError } from '../errors.ts'
import type { Actor } from '../http/context.ts'
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

// A kept reply has no number of its own: of two in one microsecond a hash of their keys says which is first.
const LIST = `
  with refused as (
    select created_at, actor_id, operation, reply::jsonb as problem,
           (extract(epoch from created_at) * 1000000)::bigint as microseconds,
           ('x' || left(md5(actor_id || operation || key), 13))::bit(52)::bigint as tie
      from idempotency_keys
     where status >= 400
       and ($1::timestamptz is null or created_at >= $1) and ($2::timestamptz is null or created_at < $2)
       and ($3::text is null or reply::jsonb ->> 'code' = $3)
       and ($4::int is null or actor_id = $4)
       and ($5::bigint is null or created_at <= timestamptz 'epoch' + $5 * interval '1 microsecond'))
  select r.created_at as at, r.microseconds, r.tie, r.operation, r.problem ->> 'code' as reason,
         r.problem ->> 'detail' as detail, r.actor_id, u.name as actor_name
    from refused r join users u on u.id = r.actor_id
   where $5::bigint is null or (r.microseconds, r.tie) < ($5, $6)
   order by r.created_at desc, r.tie desc limit $7`

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
  const [method = '', path = ''] = operation.split(' ', 2)
  const params = JSON.parse(operation.slice(method.length + path.length + 2)) as { code?: string }
  return {
    id: `${String(row.microseconds)}-${String(row.tie)}`,
    at: row.at.toISOString(),
    operation: idOf.get(`${method} ${path}`) ?? path,
    code: params.code ?? null,
    reason,
    detail,
    actor_id,
    actor_name,
  }
}
