import { recordEvents, type AuditEvent } from '../audit/record.ts'
import { endSessions } from '../auth/sessions.ts'
import type { Role } from '../contracts/contract.ts'
import type { Transaction } from '../db/connect.ts'
import type { UserRow } from '../db/models/user.ts'
import { query, queryOne } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { externalIdTaken, refusals } from './errors.ts'
import { lockUser } from './lock-user.ts'
import { userColumns, type UserFields } from './user.ts'
import { isWalkIn } from './walk-in.ts'

/** What a request asks to change; a field left out stays. */
export interface UserChanges {
  name?: string | undefined
  email?: string | undefined
  external_id?: string | null | undefined
  role?: Role | undefined
  is_active?: boolean | undefined
  /** Of a new password, hashed before the transaction. */
  passwordHash?: string | undefined
}

// In one order, so that two administrators who demote each other meet here and the second finds itself the last.
export const LOCK_ADMINS = `
  select id from users
   where kind = 'person' and role = 'admin' and is_active and password_hash is not null
   order by id for no key update`

const TAKEN = `
  select lower(email) = lower($2) as email from users
   where id <> $1 and (lower(email) = lower($2) or external_id = $3)
   order by email desc nulls last limit 1`

const UPDATE = `
  update users
     set name = $2, email = $3, external_id = $4, role = $5, is_active = $6, password_hash = $7, token_version = $8,
         updated_at = clock_timestamp()
   where id = $1
  returning ${userColumns}`

/**
 * Changes a person as far as the actor may. A new role, a new password or a deactivation ends all its sessions.
 *
 * @throws DomainError `validation_failed` for an external id that another user has.
 */
export async function updateUser(
  tx: Transaction,
  actor: Actor,
  trace: Trace,
  id: number,
  changes: UserChanges,
): Promise<Outcome<UserFields>> {
  const touchesRights = changes.role !== undefined || changes.is_active !== undefined
  const admins = touchesRights ? await query<{ id: number }>(tx, LOCK_ADMINS) : []
  const target = await lockUser(tx, id)
  if (!target) return refusals.notFound()
  const allowed = mayChange(actor, target, changes)
  if (!allowed.ok) return allowed
  if (touchesAccount(target, changes) && (await isWalkIn(tx, id))) return refusals.walkIn()
  const { role = target.role, is_active = target.is_active } = changes
  const stopsBeingAdmin = target.role === 'admin' && target.is_active && !(role === 'admin' && is_active)
  if (stopsBeingAdmin && !admins.some((admin) => admin.id !== id)) return refusals.lastAdmin()
  return apply(tx, trace, target, changes)
}

/** Changes the caller's own name or e-mail. */
export async function changeOwnProfile(
  tx: Transaction,
  actor: Actor,
  trace: Trace,
  changes: Pick<UserChanges, 'name' | 'email'>,
): Promise<Outcome<UserFields>> {
  if (actor.kind === 'api_key') return refusals.apiKey()
  const target = await lockUser(tx, actor.id)
  return target ? apply(tx, trace, target, changes) : refusals.notFound()
}

function mayChange(actor: Actor, target: UserRow, changes: UserChanges): Outcome<undefined> {
  const { role = target.role, is_active = target.is_active } = changes
  if (target.kind === 'api_key') return refusals.apiKey()
  if (actor.id === target.id) {
    if (role !== target.role || is_active !== target.is_active) return refusals.self()
    if (changes.passwordHash !== undefined) return refusals.ownPassword()
  }
  const both = [target.role, role]
  return actor.role === 'admin' || both.every((held) => held === 'customer')
    ? done(undefined)
    : refusals.adminOnly()
}

/** Whether the account is closed, or who may log in to it and as what becomes another. */
function touchesAccount(target: UserRow, changes: UserChanges): boolean {
  const { role = target.role, email = target.email, is_active = target.is_active, passwordHash } = changes
  const isClosed = target.is_active && !is_active
  const getsRights = role !== target.role && role !== 'customer'
  return isClosed || getsRights || email !== target.email || passwordHash !== undefined
}

async function apply(
  tx: Transaction,
  trace: Trace,
  before: UserRow,
  changes: UserChanges,
): Promise<Outcome<UserFields>> {
  const after = merge(before, changes)
  const events = eventsOf(before, after)
  if (events.length === 0) return done(before)
  const [taken] = await query<{ email: boolean | null }>(tx, TAKEN, [
    before.id,
    after.email,
    after.external_id,
  ])
  if (taken?.email === true) return refusals.emailTaken()
  if (taken) throw externalIdTaken()
  const endsSessions =
    after.role !== before.role ||
    (before.is_active && !after.is_active) ||
    after.password_hash !== before.password_hash
  const row = await queryOne<UserFields>(tx, UPDATE, [
    before.id,
    after.name,
    after.email,
    after.external_id,
    after.role,
    after.is_active,
    after.password_hash,
    before.token_version + (endsSessions ? 1 : 0),
  ])
  if (endsSessions) await endSessions(tx, before.id)
  await recordEvents(tx, trace, events)
  return done(row)
}

function merge(before: UserRow, changes: UserChanges): UserRow {
  const { passwordHash, ...fields } = changes
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return {
    ...before,
    ...(Object.fromEntries(given) as Partial<UserRow>),
    password_hash: passwordHash ?? before.password_hash,
  }
}

// Which fields changed, and from what to what only where that is no personal data: the history outlives the person's name.
function eventsOf(before: UserRow, after: UserRow): AuditEvent[] {
  const changed = (['name', 'email', 'external_id', 'role', 'is_active'] as const).filter(
    (field) => before[field] !== after[field],
  )
  const events: AuditEvent[] = []
  const details: Record<string, unknown> = { changed }
  if (before.role !== after.role) details['role'] = { from: before.role, to: after.role }
  const deactivated = before.is_active && !after.is_active
  if (deactivated) events.push({ action: 'user.deactivated', user_id: before.id })
  if (changed.some((field) => !(deactivated && field === 'is_active')))
    events.push({ action: 'user.updated', user_id: before.id, details })
  if (before.password_hash !== after.password_hash)
    events.push({ action: 'user.password_changed', user_id: before.id })
  return events
}
