import { recordEvents } from '../audit/record.ts'
import type * as contracts from '../contracts/auth.ts'
import { query } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import { DomainError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { RateLimits } from '../http/rate-limits.ts'
import { lockUser } from '../users/lock-user.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { endSessions } from './sessions.ts'

const FIND = "select email, password_hash from users where id = $1 and kind = 'person'"
const KEEP = 'update users set password_hash = $2, updated_at = clock_timestamp() where id = $1'

function wrongPassword(): DomainError {
  return new DomainError('wrong_password', 'The current password is wrong.')
}

/** Sets a new password for whoever knows the current one. This session goes on, the others end. */
export async function changePassword(
  call: Call<typeof contracts.changePassword>,
  limits: RateLimits,
): Promise<undefined> {
  const { id, sessionId } = call.actor
  const [account] = await query<{ email: string | null; password_hash: string | null }>(call.app.db, FIND, [
    id,
  ])
  if (!account) throw new DomainError('forbidden', 'An API key has no password.')
  const forget = await limits.countLogIn(account.email ?? `user ${id}`, call.req.ip ?? '')
  if (!(await isPassword(call.body.current_password, account.password_hash))) throw wrongPassword()
  const passwordHash = await hashPassword(call.body.new_password)
  await transaction(call.app.db, async (tx) => {
    const user = await lockUser(tx, id)
    // Changed by someone else while this one was being checked.
    if (user?.password_hash !== account.password_hash) throw wrongPassword()
    await query(tx, KEEP, [id, passwordHash])
    const ended = await endSessions(tx, id, { except: sessionId })
    await recordEvents(tx, call.trace, [
      { action: 'user.password_changed', user_id: id, details: { sessions_ended: ended } },
    ])
  })
  await forget()
}
