import { recordEvents, type Author } from '../audit/record.ts'
import type { Role } from '../contracts/contract.ts'
import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import type { Actor } from '../http/context.ts'
import { externalIdTaken, refusals } from './errors.ts'
import { userColumns, type UserFields } from './user.ts'

/** A person to be made. Without a password it cannot log in. */
export interface NewUser {
  name: string
  email: string | null
  role: Role
  externalId: string | null
  passwordHash: string | null
}

// Whoever has the e-mail or the external id already wins, also when both are written at the same moment.
const INSERT = `
  insert into users (name, email, role, external_id, password_hash)
  values ($1, $2, $3, $4, $5)
  on conflict do nothing
  returning ${userColumns}, token_version`

const HAS_EMAIL = 'select id from users where lower(email) = lower($1)'

/** A user that was just made, with what its first access token needs. */
export type MadeUser = UserFields & { token_version: number }

/**
 * Makes a person and records who made it; by nobody else means by itself (set-up, registration).
 *
 * @throws DomainError `validation_failed` for an external id that another user has.
 */
export async function createUser(
  tx: Transaction,
  by: Author | { self: true; requestId: string },
  user: NewUser,
): Promise<Outcome<MadeUser>> {
  const { name, email, role, externalId, passwordHash } = user
  const [row] = await query<MadeUser>(tx, INSERT, [name, email, role, externalId, passwordHash])
  if (!row) {
    if ((await query(tx, HAS_EMAIL, [email])).length > 0) return refusals.emailTaken()
    throw externalIdTaken()
  }
  const author = 'self' in by ? { actorId: row.id, till: null, requestId: by.requestId } : by
  // The history outlives a person's name and address, so it does not hold them.
  await recordEvents(tx, author, [{ action: 'user.created', user_id: row.id, details: { role } }])
  return done(row)
}

/** Whether this actor may make an account with this role. */
export function mayCreate(actor: Actor, role: Role): Outcome<undefined> {
  return actor.role === 'admin' || role === 'customer' ? done(undefined) : refusals.adminOnly()
}
