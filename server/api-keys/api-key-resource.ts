import type { ApiKey } from '../contracts/api-keys.ts'
import type { Role } from '../contracts/contract.ts'

/** A row of `users` of kind `api_key`, with its maker's name. */
export interface ApiKeyRow {
  id: number
  name: string
  role: Role
  key_book_ids: number[] | null
  is_active: boolean
  key_expires_at: Date | null
  key_last_used_at: Date | null
  key_created_by: number | null
  created_by_name: string | null
  created_at: Date
}

/** The columns of an {@link ApiKeyRow} from `users` as `k`. */
export const apiKeyColumns = `
         k.id, k.name, k.role, k.key_book_ids, k.is_active, k.key_expires_at, k.key_last_used_at, k.key_created_by,
         (select name from users m where m.id = k.key_created_by) as created_by_name, k.created_at`

/** The wire form. */
export function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    book_ids: row.key_book_ids,
    is_active: row.is_active,
    expires_at: row.key_expires_at?.toISOString() ?? null,
    last_used_at: row.key_last_used_at?.toISOString() ?? null,
    created_by: row.key_created_by,
    created_by_name: row.created_by_name,
    created_at: row.created_at.toISOString(),
  }
}
