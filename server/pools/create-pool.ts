import { recordEvents } from '../audit/record.ts'
import type { BodyOf } from '../contracts/contract.ts'
import type { createPool as contract } from '../contracts/pools.ts'
import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import type { Trace } from '../http/context.ts'
import { writeMembers } from './change-members.ts'
import { refusals } from './errors.ts'
import { findNamedUsers } from './named-users.ts'
import { poolColumns, type PoolRow } from './pool-resource.ts'

// Whoever has the name already wins, also when both are made at the same moment.
const INSERT = `
  insert into user_pools (name, description, is_active, created_by)
  values ($1, $2, $3, $4)
  on conflict do nothing
  returning ${poolColumns}`

/** Makes a pool. Its first members come with it, all or none. */
export async function createPool(
  tx: Transaction,
  trace: Trace,
  body: BodyOf<typeof contract>,
): Promise<Outcome<PoolRow>> {
  const { name, description = '', is_active = true } = body
  const users = await findNamedUsers(tx, body)
  if (!users.ok) return users
  const [row] = await query<PoolRow>(tx, INSERT, [name, description, is_active, trace.actorId])
  if (!row) return refusals.nameTaken()
  await recordEvents(tx, trace, [{ action: 'pool.created', details: { pool_id: row.id, pool_name: name } }])
  return done(await writeMembers(tx, trace, row, users.value, 'add'))
}
