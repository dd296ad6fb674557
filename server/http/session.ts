import { createHash } from 'node:crypto'
import type { Request } from 'express'
import jwt from 'jsonwebtoken'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Role } from '../contracts/contract.ts'
import { idText } from '../contracts/fields.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { DomainError } from '../errors.ts'
import type { Actor, AppContext } from './context.ts'

/** Access tokens are short: a stolen one is soon worthless, and the console renews its own in the background. */
const ACCESS_TOKEN_SECONDS = 600
/** A change of a user or the end of a session reaches every request within a second (promise P12), its way included. */
const ACTOR_CACHE_MS = 900
const ACTOR_CACHE_SIZE = 10_000
const ISSUER = 'cuponera'

/** What API keys begin with, so that a leaked one can be told from any other secret. */
export const API_KEY_PREFIX = 'cup_'

// Whoever signs with the same key is believed who somebody is, but not that a token has no end or a name that is no id.
const claims = z.object({ sub: idText, sid: z.int().min(1), ver: z.int(), exp: z.int() })
type Claims = z.output<typeof claims>

/** Signs an access token for a session. */
export function signAccessToken(
  app: AppContext,
  user: { id: number; tokenVersion: number },
  sessionId: number,
): { accessToken: string; expiresAt: Date } {
  const issuedAt = Math.floor(Date.now() / 1000)
  const accessToken = jwt.sign({ sid: sessionId, ver: user.tokenVersion, iat: issuedAt }, app.tokenKey, {
    algorithm: 'HS256',
    subject: String(user.id),
    issuer: ISSUER,
    audience: app.installationId,
    jwtid: randomUUID(),
    expiresIn: ACCESS_TOKEN_SECONDS,
  })
  return { accessToken, expiresAt: new Date((issuedAt + ACCESS_TOKEN_SECONDS) * 1000) }
}

function verifyAccessToken(app: AppContext, token: string, ignoreExpiration: boolean): Claims {
  try {
    const signed = jwt.verify(token, app.tokenKey, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: app.installationId,
      ignoreExpiration,
    })
    return claims.parse(signed)
  } catch (error) {
    if (error instanceof jwt.TokenExpiredError)
      throw new DomainError('token_expired', 'The access token has expired. Renew it with the refresh token.')
    throw unauthenticated()
  }
}

function unauthenticated(): DomainError {
  return new DomainError('unauthenticated', 'Log in first: a valid access token or API key is needed here.')
}

interface ActorRow {
  id: number
  kind: 'person' | 'api_key'
  name: string
  role: Role
  token_version: number
  key_book_ids: number[] | null
}

const FIND_BY_SESSION = `
  select u.id, u.kind, u.name, u.role, u.token_version, null as key_book_ids
    from users u
   where u.id = $1 and u.is_active
     and exists (select from refresh_tokens r where r.family_id = $2 and r.user_id = u.id and r.ended_at is null)`

// When a key was used last is kept to the minute, and never waited for: whoever holds the row may be revoking the key.
const FIND_BY_KEY = `
  with found as (
    select id, kind, name, role, token_version, key_book_ids, key_last_used_at
      from users
     where key_hash = $1 and is_active and (key_expires_at is null or key_expires_at > clock_timestamp())
  ), unmarked as (
    select id from users
     where id = (select id from found
                  where coalesce(key_last_used_at < clock_timestamp() - interval '1 minute', true))
       for no key update skip locked
  ), marked as (
    update users set key_last_used_at = clock_timestamp() where id = (select id from unmarked)
  )
  select id, kind, name, role, token_version, key_book_ids from found`

/**
 * Tells who sends a request, asking the database at most once a second for each session or key.
 *
 * One instance belongs to one running server.
 */
export class Authenticator {
  readonly #app: AppContext
  readonly #cache = new Map<string, { at: number; row: Promise<ActorRow | undefined> }>()

  constructor(app: AppContext) {
    this.#app = app
  }

  /**
   * @param options.again for a request that was let in already: a token that ran out on the way is good, a session that ended is not.
   * @param options.maxAgeMs how old what is known of the session may be.
   * @throws DomainError `unauthenticated` or `token_expired`.
   */
  async authenticate(
    req: Request,
    { again = false, maxAgeMs = ACTOR_CACHE_MS }: { again?: boolean; maxAgeMs?: number } = {},
  ): Promise<Actor> {
    const [scheme, token] = (req.headers.authorization ?? '').split(' ')
    if (scheme?.toLowerCase() !== 'bearer' || !token) throw unauthenticated()
    if (token.startsWith(API_KEY_PREFIX)) {
      const hash = createHash('sha256').update(token).digest()
      const row = await this.#find(`key ${hash.toString('base64')}`, maxAgeMs, FIND_BY_KEY, [hash])
      return this.#actor(row, null)
    }
    const { sub, sid, ver } = verifyAccessToken(this.#app, token, again)
    const key = `session ${String(sub)} ${String(sid)}`
    const row = await this.#find(key, maxAgeMs, FIND_BY_SESSION, [sub, sid])
    if (row?.token_version !== ver) throw unauthenticated()
    return this.#actor(row, sid)
  }

  #actor(row: ActorRow | undefined, sessionId: number | null): Actor {
    if (!row) throw unauthenticated()
    return {
      id: row.id,
      kind: row.kind,
      name: row.name,
      role: row.role,
      bookIds: row.key_book_ids,
      sessionId,
    }
  }

  // Requests that arrive together share one question. A failed one is forgotten, so that the next asks again.
  #find(cacheKey: string, maxAgeMs: number, sql: string, bind: unknown[]): Promise<ActorRow | undefined> {
    const now = performance.now()
    const known = this.#cache.get(cacheKey)
    if (known && now - known.at < maxAgeMs) return known.row
    if (this.#cache.size >= ACTOR_CACHE_SIZE) this.#cache.clear()
    const row = findActor(this.#app.db, sql, bind).catch((error: unknown) => {
      this.#cache.delete(cacheKey)
      throw error
    })
    this.#cache.set(cacheKey, { at: now, row })
    return row
  }
}

async function findActor(db: Database, sql: string, bind: unknown[]): Promise<ActorRow | undefined> {
  const [row] = await query<ActorRow>(db, sql, bind)
  return row
}
