import type { User } from '../contracts/users.ts'
import type { UserRow } from '../db/models/user.ts'

/** The columns of a user that the API shows. */
export type UserFields = Omit<UserRow, 'password_hash' | 'token_version'>

/** {@link UserFields} for a statement's select list or `returning`. */
export const userColumns = 'id, kind, name, email, external_id, role, is_active, created_at, updated_at'

/** A user as the API shows it. */
export function toUser(row: UserFields): User {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    email: row.email,
    external_id: row.external_id,
    role: row.role,
    is_active: row.is_active,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}
