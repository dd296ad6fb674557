import type { Session } from '../contracts/auth.ts'
import type { Contract } from '../contracts/contract.ts'
import type { OpenCall } from '../http/call.ts'
import { signAccessToken } from '../http/session.ts'
import { toUser, type UserFields } from '../users/user.ts'
import { setSessionCookie } from './session-cookie.ts'
import type { OpenSession } from './sessions.ts'

/** The reply that begins or goes on with a session; its refresh token is in the body if asked for, else in the cookie. */
export function sessionReply(
  call: OpenCall<Contract>,
  user: UserFields & { token_version: number },
  session: OpenSession,
  inBody: boolean,
): Session {
  const { accessToken, expiresAt } = signAccessToken(
    call.app,
    { id: user.id, tokenVersion: user.token_version },
    session.sessionId,
  )
  if (!inBody) setSessionCookie(call.app, call.req, call.res, session.refreshToken)
  return {
    access_token: accessToken,
    token_type: 'bearer',
    expires_at: expiresAt.toISOString(),
    user: toUser(user),
    ...(inBody ? { refresh_token: session.refreshToken } : {}),
  }
}
