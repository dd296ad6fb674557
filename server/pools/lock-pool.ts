import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { poolColumns, type PoolRow } from './pool-resource.ts'

// "No key" lets a distribution that only refers to the pool go on.
const LOCK = `select ${poolColumns} from user_pools where id = $1 for no key update`

/** A pool, kept still until the transaction ends. Whatever changes it or its members takes this first. */
export async function lockPool(tx: Transaction, id: number): Promise<PoolRow | undefined> {
  const [row] = await query<PoolRow>(tx, LOCK, [id])
  return row
}
