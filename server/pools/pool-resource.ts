import type { Pool } from '../contracts/pools.ts'

/** A row of `user_pools`. */
export interface PoolRow {
  id: number
  name: string
  description: string
  is_active: boolean
  created_by: number | null
  user_count: number
  created_at: Date
  updated_at: Date
}

/** {@link PoolRow} for a statement's select list or `returning`. */
export const poolColumns = 'id, name, description, is_active, created_by, user_count, created_at, updated_at'

/** The wire form. */
export function toPool(row: PoolRow): Pool {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    is_active: row.is_active,
    created_by: row.created_by,
    user_count: row.user_count,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}
