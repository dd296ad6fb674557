import { recordEvents } from '../audit/record.ts'
import type { BodyOf } from '../contracts/contract.ts'
import type { updatePool as contract } from '../contracts/pools.ts'
import type { Transaction } from '../db/connect.ts'
import { query, queryOne } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import type { Trace } from '../http/context.ts'
import { refusals } from './errors.ts'
import { lockPool } from './lock-pool.ts'
import { poolColumns, type PoolRow } from './pool-resource.ts'

const TAKEN = 'select id from user_pools where id <> $1 and lower(name) = lower($2)'

const UPDATE = `
  update user_pools
     set name = $2, description = $3, is_active = $4, updated_at = clock_timestamp()
   where id = $1
  returning ${poolColumns}`

/** Changes what a request names and differs; the event tells each such field's former and new value. */
export async function updatePool(
  tx: Transaction,
  trace: Trace,
  id: number,
  body: BodyOf<typeof contract>,
): Promise<Outcome<PoolRow>> {
  const before = await lockPool(tx, id)
  if (!before) return refusals.notFound()
  const { name = before.name, description = before.description, is_active = before.is_active } = body
  const after = { name, description, is_active }
  const changed = (['name', 'description', 'is_active'] as const).filter(
    (field) => before[field] !== after[field],
  )
  if (changed.length === 0) return done(before)
  if ((await query(tx, TAKEN, [id, name])).length > 0) return refusals.nameTaken()
  const row = await queryOne<PoolRow>(tx, UPDATE, [id, name, description, is_active])
  const details: Record<string, unknown> = { pool_id: id }
  for (const field of changed) details[field] = { from: before[field], to: after[field] }
  await recordEvents(tx, trace, [{ action: 'pool.updated', details }])
  return done(row)
}
