import type { Transaction } from '../db/connect.ts'
import type { UserRow } from '../db/models/user.ts'
import { query } from '../db/query.ts'
import { userColumns } from './user.ts'

// "No key" leaves alone the many rows elsewhere that only refer to this user.
const LOCK = `
  select ${userColumns}, password_hash, token_version from users where id = $1 for no key update`

/**
 * A user, kept still until the transaction ends. Everything that opens, renews or ends a session takes this first, so that no
 * session slips through while its user is deactivated.
 */
export async function lockUser(tx: Transaction, id: number): Promise<UserRow | undefined> {
  const [row] = await query<UserRow>(tx, LOCK, [id])
  return row
}
