import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'
import type { AppContext } from '../http/context.ts'
import { isOwnOrigin } from '../http/origin-guard.ts'
import { SESSION_DAYS } from './sessions.ts'

/** Only log-in, renewal and log-out ever see the cookie. */
const PATH = '/api/v1/auth'

// Ports do not keep cookies apart, so the installation does.
function cookieName(app: AppContext): string {
  return `cuponera_${app.installationId}`
}

// Another origin's page, though let in, keeps its tokens itself: it neither uses nor touches the console's cookie.
function isForeign(req: Request): boolean {
  return req.headers.origin !== undefined && !isOwnOrigin(req)
}

/** The refresh token of the console's cookie. */
export function readSessionCookie(app: AppContext, req: Request): string | undefined {
  if (isForeign(req)) return undefined
  const token = parseCookie(req.headers.cookie ?? '')[cookieName(app)]
  return token === '' ? undefined : token
}

/** Gives the browser a refresh token that no script can read, or takes it away (null). */
export function setSessionCookie(app: AppContext, req: Request, res: Response, token: string | null): void {
  if (isForeign(req)) return
  const cookie = stringifySetCookie(cookieName(app), token ?? '', {
    httpOnly: true,
    sameSite: 'strict',
    secure: req.secure,
    path: PATH,
    maxAge: token === null ? 0 : SESSION_DAYS * 86_400,
  })
  res.append('Set-Cookie', cookie)
}
