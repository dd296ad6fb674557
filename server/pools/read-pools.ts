import type { ReplyOf } from '../contracts/contract.ts'
import type * as contracts from '../contracts/pools.ts'
import type { Pool, PoolUser } from '../contracts/pools.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { valueOf } from '../errors.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { escapeLike, wordPrefixes } from '../users/find-users.ts'
import { toUser, userColumns, type UserFields } from '../users/user.ts'
import { refusals } from './errors.ts'
import { poolColumns, toPool, type PoolRow } from './pool-resource.ts'

const BY_ID = `select ${poolColumns} from user_pools where id = $1`

// `q` is text, not a pattern: position() knows no wildcards.
const LIST = `
  select ${poolColumns}
    from user_pools
   where ($1::bigint is null or id < $1)
     and ($2::text is null or position(lower($2) in lower(name)) > 0)
     and ($3::boolean is null or is_active = $3)
   order by id desc limit $4`

const MEMBERS = `
  select ${userColumns}, m.added_at
    from pool_users m
    join users on users.id = m.user_id
   where m.pool_id = $1
     and ($2::bigint is null or m.user_id < $2)
     and ($3::text is null or lower(email) like lower($3) or to_tsvector('simple', name) @@ to_tsquery('simple', $4))
   order by m.user_id desc limit $5`

/** Which members. */
export interface MemberFilter {
  limit?: number | undefined
  cursor?: string | undefined
  q?: string | undefined
}

/** Pools, newest first. */
export async function listPools(
  db: Database,
  filter: MemberFilter & { is_active?: boolean | undefined },
): Promise<{ items: Pool[]; next_cursor: string | null }> {
  const page = readPage<[number]>(filter, ['number'])
  const rows = await query<PoolRow>(db, LIST, [
    page.after?.[0] ?? null,
    filter.q ?? null,
    filter.is_active ?? null,
    page.fetch,
  ])
  return pageFrom(rows, page.limit, toPool, (row) => [row.id])
}

/** @throws DomainError `pool_not_found` */
export async function readPool(db: Database, id: number): Promise<ReplyOf<typeof contracts.getPool>> {
  const pool = await requirePool(db, id)
  const { items } = await membersOf(db, id, {})
  return { ...toPool(pool), users: items }
}

/**
 * The members of a pool, newest account first.
 *
 * @throws DomainError `pool_not_found`
 */
export async function listMembers(
  db: Database,
  id: number,
  filter: MemberFilter,
): Promise<{ items: PoolUser[]; next_cursor: string | null }> {
  await requirePool(db, id)
  return membersOf(db, id, filter)
}

async function requirePool(db: Database, id: number): Promise<PoolRow> {
  const [row] = await query<PoolRow>(db, BY_ID, [id])
  return row ?? valueOf(refusals.notFound())
}

async function membersOf(db: Database, id: number, filter: MemberFilter) {
  const page = readPage<[number]>(filter, ['number'])
  const { q } = filter
  const rows = await query<UserFields & { added_at: Date }>(db, MEMBERS, [
    id,
    page.after?.[0] ?? null,
    q === undefined ? null : `${escapeLike(q)}%`,
    wordPrefixes(q ?? ''),
    page.fetch,
  ])
  const toMember = (row: UserFields & { added_at: Date }): PoolUser => ({
    ...toUser(row),
    added_at: row.added_at.toISOString(),
  })
  return pageFrom(rows, page.limit, toMember, (row) => [row.id])
}
