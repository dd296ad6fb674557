import { recordEvents } from '../audit/record.ts'
import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import type { Trace } from '../http/context.ts'
import { refusals } from './errors.ts'
import { lockPool } from './lock-pool.ts'

const DELETE_MEMBERS = 'delete from pool_users where pool_id = $1'
const DELETE_POOL = 'delete from user_pools where id = $1'

/** Deletes a pool and who was in it. Past distributions keep its name. */
export async function deletePool(tx: Transaction, trace: Trace, id: number): Promise<Outcome<undefined>> {
  const pool = await lockPool(tx, id)
  if (!pool) return refusals.notFound()
  await query(tx, DELETE_MEMBERS, [id])
  await query(tx, DELETE_POOL, [id])
  const details = { pool_id: id, pool_name: pool.name, count: pool.user_count }
  await recordEvents(tx, trace, [{ action: 'pool.deleted', details }])
  return done(undefined)
}
