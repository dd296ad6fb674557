import { recordEvents, type Author } from '../audit/record.ts'
import type { Transaction } from '../db/connect.ts'
import { queryOne } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import { refusals } from './errors.ts'
import { lockPool } from './lock-pool.ts'
import { findNamedUsers, type NamedUsers } from './named-users.ts'
import { poolColumns, type PoolRow } from './pool-resource.ts'

const ADD = `
  with added as (
         insert into pool_users (pool_id, user_id)
         select $1, unnest($2::int[])
         on conflict do nothing
         returning 1),
       changed as (select count(*)::int as count from added)
  update user_pools set user_count = user_count + changed.count
    from changed
   where id = $1
  returning ${poolColumns}, changed.count as changed`

const REMOVE = `
  with removed as (
         delete from pool_users where pool_id = $1 and user_id = any($2::int[])
         returning 1),
       changed as (select count(*)::int as count from removed)
  update user_pools set user_count = user_count - changed.count
    from changed
   where id = $1
  returning ${poolColumns}, changed.count as changed`

const changes = {
  add: { sql: ADD, action: 'pool.users_added' },
  remove: { sql: REMOVE, action: 'pool.users_removed' },
} as const

/** Adds or removes the named people, all or none; who is a member already, or is none, changes nothing. */
export async function changeMembers(
  tx: Transaction,
  author: Author,
  poolId: number,
  named: NamedUsers,
  how: keyof typeof changes,
): Promise<Outcome<PoolRow>> {
  const pool = await lockPool(tx, poolId)
  if (!pool) return refusals.notFound()
  const users = await findNamedUsers(tx, named)
  return users.ok ? done(await writeMembers(tx, author, pool, users.value, how)) : users
}

/** Adds or removes people that are known to be there, in a pool that this transaction holds. */
export async function writeMembers(
  tx: Transaction,
  author: Author,
  pool: PoolRow,
  userIds: readonly number[],
  how: keyof typeof changes,
): Promise<PoolRow> {
  if (userIds.length === 0) return pool
  const { changed, ...row } = await queryOne<PoolRow & { changed: number }>(tx, changes[how].sql, [
    pool.id,
    userIds,
  ])
  if (changed > 0)
    await recordEvents(tx, author, [
      { action: changes[how].action, details: { pool_id: pool.id, pool_name: pool.name, count: changed } },
    ])
  return row
}
