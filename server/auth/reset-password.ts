import { randomInt } from 'node:crypto'
import { program, recordEvents } from '../audit/record.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import { lockUser } from '../users/lock-user.ts'
import { hashPassword } from './passwords.ts'
import { endSessions } from './sessions.ts'

/** Letters and digits that nobody takes for one another when they are read from one screen and typed at another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
/** Times 4.95 bits: more than a hundred. */
const LENGTH = 24

const FIND = `select id from users where lower(email) = lower($1) and kind = 'person'`

const KEEP = `
  update users set password_hash = $2, token_version = token_version + 1, updated_at = clock_timestamp() where id = $1`

/**
 * Gives an administrator a random password and ends all its sessions.
 *
 * @returns the password, which is kept nowhere; undefined where no active administrator has this address, and nothing was changed.
 */
export async function resetPassword(db: Database, email: string): Promise<string | undefined> {
  const password = randomPassword()
  const passwordHash = await hashPassword(password)
  return transaction(db, async (tx) => {
    const [found] = await query<{ id: number }>(tx, FIND, [email])
    const admin = found && (await lockUser(tx, found.id))
    if (admin?.role !== 'admin' || !admin.is_active) return undefined
    await query(tx, KEEP, [admin.id, passwordHash])
    const ended = await endSessions(tx, admin.id)
    await recordEvents(tx, program, [
      { action: 'user.password_reset', user_id: admin.id, details: { sessions_ended: ended } },
    ])
    return password
  })
}

/** In groups of four, which are easier to copy. */
function randomPassword(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)])
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}
