import { recordEvents } from '../audit/record.ts'
import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import type { Trace } from '../http/context.ts'
import { lockUser } from '../users/lock-user.ts'
import { refusals } from './errors.ts'

const REVOKE = 'update users set is_active = false, updated_at = clock_timestamp() where id = $1'

/** Ends a key for good. Once revoked it stays so; again is harmless. */
export async function revokeApiKey(tx: Transaction, trace: Trace, id: number): Promise<Outcome<undefined>> {
  const key = await lockUser(tx, id)
  if (key?.kind !== 'api_key') return refusals.notFound()
  if (!key.is_active) return done(undefined)
  await query(tx, REVOKE, [id])
  await recordEvents(tx, trace, [{ action: 'api_key.revoked', user_id: id, details: { name: key.name } }])
  return done(undefined)
}
