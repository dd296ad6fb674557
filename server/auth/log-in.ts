import { recordEvents } from '../audit/record.ts'
import type { Session } from '../contracts/auth.ts'
import type * as contracts from '../contracts/auth.ts'
import { transaction } from '../db/transaction.ts'
import { DomainError } from '../errors.ts'
import type { OpenCall } from '../http/call.ts'
import type { RateLimits } from '../http/rate-limits.ts'
import { lockUser } from '../users/lock-user.ts'
import type { CheckLogIn } from './check-log-in.ts'
import { sessionReply } from './session-reply.ts'
import { openSession } from './sessions.ts'

// One answer for an unknown e-mail, a wrong password and an account that is switched off.
function badCredentials(): DomainError {
  return new DomainError('bad_credentials', 'E-mail or password is wrong.')
}

/** Checks e-mail and password, at most ten wrong ones an account and address, and opens a session. */
export async function logIn(
  call: OpenCall<typeof contracts.logIn>,
  limits: RateLimits,
  check: CheckLogIn,
): Promise<Session> {
  const forget = await limits.countLogIn(call.body.email, call.req.ip ?? '')
  call.req.body = call.body
  const account = await check(call.req, call.res)
  if (!account) throw badCredentials()
  const opened = await transaction(call.app.db, async (tx) => {
    const user = await lockUser(tx, account.id)
    // It may have been deactivated, or its password changed, while the old one was being checked.
    if (!user?.is_active || user.password_hash !== account.password_hash) throw badCredentials()
    const session = await openSession(tx, user.id, call.req.get('user-agent'))
    const author = { actorId: user.id, till: null, requestId: call.requestId }
    await recordEvents(tx, author, [
      { action: 'user.logged_in', user_id: user.id, details: { session_id: session.sessionId } },
    ])
    return { user, session }
  })
  await forget()
  return sessionReply(call, opened.user, opened.session, call.query.refresh === 'body')
}
