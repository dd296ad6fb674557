import { recordEvents } from '../audit/record.ts'
import { endSessions } from '../auth/sessions.ts'
import type { Transaction } from '../db/connect.ts'
import type { UserRow } from '../db/models/user.ts'
import { query, queryOne } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { refusals } from './errors.ts'
import { lockUser } from './lock-user.ts'
import { LOCK_ADMINS } from './update-user.ts'
import { userColumns, type UserFields } from './user.ts'
import { isWalkIn } from './walk-in.ts'

// What a session told of its browser goes with the rest.
const FORGET_BROWSERS = 'update refresh_tokens set user_agent = null where user_id = $1'

// Replies to their own requests name them, and are of no use to an account that is closed.
const FORGET_REPLIES = 'delete from idempotency_keys where actor_id = $1'

// The index holds nothing without an @, and no address is without one.
const FORGET_REJECTS = `update import_rejects set value = $2 where lower(value) = lower($1) and value like '%@%'`

const ANONYMISE = `
  update users
     set name = $2, email = null, external_id = null, is_active = false, password_hash = null,
         token_version = token_version + 1, updated_at = clock_timestamp()
   where id = $1
  returning ${userColumns}`

/**
 * Takes a person's name, e-mail, external id and password away for good and closes the account, and with them the replies to their
 * own requests and their address among the refused lines of imports. Coupons and history stay, under a name that tells nothing.
 * Again is harmless. What else may still name them, and until when, is in docs/security.md.
 */
export async function anonymiseUser(
  tx: Transaction,
  actor: Actor,
  trace: Trace,
  id: number,
): Promise<Outcome<UserFields>> {
  const admins = await query<{ id: number }>(tx, LOCK_ADMINS)
  const target = await lockUser(tx, id)
  if (!target) return refusals.notFound()
  const allowed = await mayAnonymise(tx, actor, target)
  if (!allowed.ok) return allowed
  if (target.role === 'admin' && target.is_active && !admins.some((admin) => admin.id !== id))
    return refusals.lastAdmin()
  const name = `Anonymous ${String(id)}`
  if (isAnonymous(target, name)) return done(target)
  const row = await queryOne<UserFields>(tx, ANONYMISE, [id, name])
  const ended = await endSessions(tx, id)
  await query(tx, FORGET_BROWSERS, [id])
  await query(tx, FORGET_REPLIES, [id])
  if (target.email !== null) await query(tx, FORGET_REJECTS, [target.email, name])
  await recordEvents(tx, trace, [
    { action: 'user.anonymised', user_id: id, details: { sessions_ended: ended } },
  ])
  return done(row)
}

async function mayAnonymise(tx: Transaction, actor: Actor, target: UserRow): Promise<Outcome<undefined>> {
  if (target.kind === 'api_key') return refusals.apiKey()
  if (actor.id === target.id) return refusals.anonymiseSelf()
  if (actor.role !== 'admin' && target.role !== 'customer') return refusals.adminOnly()
  return (await isWalkIn(tx, target.id)) ? refusals.walkIn() : done(undefined)
}

function isAnonymous(user: UserRow, name: string): boolean {
  const isNamed = user.name !== name || user.email !== null || user.external_id !== null
  return !isNamed && !user.is_active && user.password_hash === null
}
