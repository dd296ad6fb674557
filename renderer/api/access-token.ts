import type { Session } from '../../server/contracts/auth.ts'
import { refresh } from '../../server/contracts/auth.ts'
import { apiBase } from './address.ts'
import { reportAway } from './connection.svelte.ts'
import { ApiError, errorFrom, unreachable } from './errors.ts'

/** The access token lives here, in memory only, and is renewed about a minute before it ends, so that a sale never meets a log-in. */

const earlyMs = 60_000
const soonestMs = 5_000
const retryMs = 5_000

let token: string | undefined
let timer: ReturnType<typeof setTimeout> | undefined
let renewing: Promise<Session> | undefined
let onRenewed: (session: Session | undefined) => void = () => undefined

/** Tells `listener` of each renewed session, and of `undefined` when the server ended it. One listener: the session's state. */
export function onSession(listener: (session: Session | undefined) => void): void {
  onRenewed = listener
}

/** Takes the token of a new session and plans its renewal; `undefined` forgets it. */
export function keepToken(session: Session | undefined): void {
  token = session?.access_token
  clearTimeout(timer)
  if (!session) return
  // Only the token's own length counts: this machine's clock may be wrong.
  const lifeMs = lifeOf(session.access_token) ?? 10 * earlyMs
  timer = setTimeout(() => void renewQuietly(), Math.max(lifeMs - earlyMs, soonestMs))
}

function lifeOf(jwt: string): number | undefined {
  try {
    const payload = jwt.split('.')[1] ?? ''
    const { exp, iat } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Record<
      string,
      unknown
    >
    return typeof exp === 'number' && typeof iat === 'number' ? (exp - iat) * 1000 : undefined
  } catch {
    return undefined
  }
}

async function renewQuietly(): Promise<void> {
  try {
    await renew()
  } catch {
    // Without an answer the session may live on; a refusal has been told to the listener.
    if (token !== undefined) timer = setTimeout(() => void renewQuietly(), retryMs)
  }
}

/**
 * A new access token for the refresh cookie. Calls at the same time share one request; tabs take turns, because the cookie rotates.
 * Throws ApiError: `unauthenticated` means that the session is over.
 */
export function renew(): Promise<Session> {
  renewing ??= inTurn(requestRefresh).finally(() => {
    renewing = undefined
  })
  return renewing
}

function inTurn(work: () => Promise<Session>): Promise<Session> {
  // Web Locks exist only in a secure context; elsewhere the server's grace for a second tab has to do.
  if (!('locks' in navigator)) return work()
  return navigator.locks.request('cuponera.refresh', work)
}

async function requestRefresh(): Promise<Session> {
  const reply = await post(refresh.path)
  const text = await reply.text()
  if (reply.ok) {
    const session = JSON.parse(text) as Session
    keepToken(session)
    onRenewed(session)
    return session
  }
  const error = errorFrom(reply.status, text, (name) => reply.headers.get(name))
  if (error.status === 401 || error.status === 403) {
    keepToken(undefined)
    onRenewed(undefined)
  }
  throw error
}

async function post(path: string): Promise<Response> {
  try {
    return await fetch(apiBase + path, { method: 'POST', signal: AbortSignal.timeout(15_000) })
  } catch {
    reportAway('server')
    throw unreachable()
  }
}

/**
 * Sends with the present token, and once more with a new one when the server no longer takes it: it has expired, or the account was
 * changed since. Without a session nothing is renewed.
 */
export async function withToken<T>(sendWith: (token: string | undefined) => Promise<T>): Promise<T> {
  const tried = token
  try {
    return await sendWith(tried)
  } catch (error) {
    if (tried === undefined || !(error instanceof ApiError) || !outdated.has(error.code)) throw error
    if (token === tried) await renew()
    return sendWith(token)
  }
}

const outdated = new Set<string>(['token_expired', 'unauthenticated'])
