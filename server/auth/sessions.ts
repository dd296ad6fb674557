import { createHash, randomBytes } from 'node:crypto'
import type { Transaction } from '../db/connect.ts'
import type { UserRow } from '../db/models/user.ts'
import { query, queryOne } from '../db/query.ts'
import { lockUser } from '../users/lock-user.ts'

/** How long a session lives after its last use. */
export const SESSION_DAYS = 30
/** A replaced token is good for this long: the reply may have been lost, or a second tab may have asked with it. */
const GRACE_SECONDS = 30

const INSERT = `
  insert into refresh_tokens (family_id, user_id, token_hash, user_agent, expires_at)
  values (coalesce($1::bigint, nextval('refresh_token_families')), $2, $3, $4,
          clock_timestamp() + make_interval(days => ${String(SESSION_DAYS)}))
  returning family_id`

// The first token of a living session stays: it tells when the session began.
const FORGET_EXPIRED = `
  delete from refresh_tokens r
   where user_id = $1 and expires_at < clock_timestamp()
     and (ended_at is not null
          or exists (select from refresh_tokens o where o.family_id = r.family_id and o.id < r.id)
          or not exists (select from refresh_tokens n where n.family_id = r.family_id and n.id > r.id))`

const WHOSE = 'select user_id, family_id from refresh_tokens where token_hash = $1'

const READ = `
  select user_agent, ended_at is null and expires_at > clock_timestamp() as is_live,
         used_at < clock_timestamp() - make_interval(secs => ${String(GRACE_SECONDS)}) as is_reused
    from refresh_tokens where token_hash = $1`

const USE = `
  update refresh_tokens set used_at = coalesce(used_at, clock_timestamp()) where token_hash = $1`

const END = `
  update refresh_tokens set ended_at = clock_timestamp()
   where user_id = $1 and ended_at is null
     and ($2::bigint is null or family_id = $2) and ($3::bigint is null or family_id <> $3)
  returning family_id`

/** A session and the newest of its refresh tokens, which is nowhere kept in the clear. */
export interface OpenSession {
  sessionId: number
  refreshToken: string
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Opens a session for a user who is locked, or was made in this transaction. */
export async function openSession(
  tx: Transaction,
  userId: number,
  userAgent: string | undefined,
): Promise<OpenSession> {
  await query(tx, FORGET_EXPIRED, [userId])
  return addToken(tx, null, userId, userAgent?.slice(0, 200) ?? null)
}

async function addToken(
  tx: Transaction,
  familyId: number | null,
  userId: number,
  userAgent: string | null,
): Promise<OpenSession> {
  const refreshToken = randomBytes(32).toString('base64url')
  const bind = [familyId, userId, hashToken(refreshToken), userAgent]
  const { family_id } = await queryOne<{ family_id: number }>(tx, INSERT, bind)
  return { sessionId: family_id, refreshToken }
}

/** What became of a refresh token: a new one, nothing (unknown or over), or the end of its session because it was stolen. */
export type Renewal =
  | { kind: 'renewed'; user: UserRow; session: OpenSession }
  | { kind: 'over' }
  | { kind: 'reused'; userId: number; sessionId: number }

/** Replaces a refresh token. One that was replaced long ago is in two hands: its whole session ends. */
export async function renewSession(tx: Transaction, token: string): Promise<Renewal> {
  const found = await findSession(tx, token)
  const user = found && (await lockUser(tx, found.userId))
  if (!found || !user?.is_active) return { kind: 'over' }
  const state = await queryOne<{ user_agent: string | null; is_live: boolean; is_reused: boolean | null }>(
    tx,
    READ,
    [hashToken(token)],
  )
  if (!state.is_live) return { kind: 'over' }
  if (state.is_reused === true) {
    await endSessions(tx, user.id, { only: found.sessionId })
    return { kind: 'reused', userId: user.id, sessionId: found.sessionId }
  }
  await query(tx, USE, [hashToken(token)])
  const session = await addToken(tx, found.sessionId, user.id, state.user_agent)
  await query(tx, FORGET_EXPIRED, [user.id])
  return { kind: 'renewed', user, session }
}

/** Whose session a refresh token belongs to, live or not. */
export async function findSession(
  tx: Transaction,
  token: string,
): Promise<{ userId: number; sessionId: number } | undefined> {
  const [row] = await query<{ user_id: number; family_id: number }>(tx, WHOSE, [hashToken(token)])
  return row && { userId: row.user_id, sessionId: row.family_id }
}

/**
 * Ends sessions of a locked user: all, `only` one, or all `except` one.
 *
 * @returns how many were live until now.
 */
export async function endSessions(
  tx: Transaction,
  userId: number,
  which: { only?: number; except?: number | null } = {},
): Promise<number> {
  const rows = await query<{ family_id: number }>(tx, END, [userId, which.only ?? null, which.except ?? null])
  return new Set(rows.map((row) => row.family_id)).size
}
