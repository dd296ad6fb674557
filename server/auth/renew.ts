import { program, recordEvents } from '../audit/record.ts'
import type { Session } from '../contracts/auth.ts'
import type * as contracts from '../contracts/auth.ts'
import { transaction } from '../db/transaction.ts'
import { DomainError } from '../errors.ts'
import type { OpenCall } from '../http/call.ts'
import { lockUser } from '../users/lock-user.ts'
import { readSessionCookie, setSessionCookie } from './session-cookie.ts'
import { sessionReply } from './session-reply.ts'
import { endSessions, findSession, renewSession } from './sessions.ts'

type RenewCall = OpenCall<typeof contracts.refresh>

function over(): DomainError {
  return new DomainError('unauthenticated', 'This session is over. Log in again.')
}

/** A new access token and a new refresh token for the one in the body, or else in the cookie. */
export async function renew(call: RenewCall): Promise<Session> {
  const { given, token } = readToken(call)
  if (token === undefined) throw over()
  const renewal = await transaction(call.app.db, async (tx) => {
    const result = await renewSession(tx, token)
    if (result.kind === 'reused')
      await recordEvents(tx, program, [
        {
          action: 'user.session_ended',
          user_id: result.userId,
          details: { session_id: result.sessionId, reason: 'refresh_token_reused' },
        },
      ])
    return result
  })
  if (renewal.kind === 'renewed') return sessionReply(call, renewal.user, renewal.session, given)
  if (!given) setSessionCookie(call.app, call.req, call.res, null)
  throw over()
}

/** Ends the session of the refresh token, if there is one, and takes the cookie away. */
export async function logOut(call: OpenCall<typeof contracts.logOut>): Promise<undefined> {
  const { token } = readToken(call)
  setSessionCookie(call.app, call.req, call.res, null)
  if (token === undefined) return
  await transaction(call.app.db, async (tx) => {
    const found = await findSession(tx, token)
    const user = found && (await lockUser(tx, found.userId))
    if (!user || (await endSessions(tx, user.id, { only: found.sessionId })) === 0) return
    await recordEvents(tx, { actorId: user.id, till: null, requestId: call.requestId }, [
      { action: 'user.logged_out', user_id: user.id, details: { session_id: found.sessionId } },
    ])
  })
}

function readToken(call: RenewCall): { given: boolean; token: string | undefined } {
  const given = call.body.refresh_token
  return given === undefined
    ? { given: false, token: readSessionCookie(call.app, call.req) }
    : { given: true, token: given }
}
