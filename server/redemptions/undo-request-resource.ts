import type { UndoRequest } from '../contracts/redemptions.ts'
import {
  redemptionColumns,
  redemptionTables,
  toRedemption,
  type RedemptionRow,
} from './redemption-resource.ts'

/** A row of `undo_requests` with the names beside it, and its redemption. */
export interface UndoRequestRow extends RedemptionRow {
  request_id: number
  state: UndoRequest['state']
  reason: string
  requested_by: number
  requested_by_name: string
  decided_by: number | null
  decided_by_name: string | null
  decided_at: Date | null
  requested_at: Date
}

/** The statement that gives {@link UndoRequestRow}s of `undo_requests q`, up to its `where`. */
export const undoRequestSelect = `
  select q.id as request_id, q.state, q.reason, q.requested_by, asker.name as requested_by_name, q.decided_by,
         decider.name as decided_by_name, q.decided_at, q.created_at as requested_at, ${redemptionColumns} ${redemptionTables}
    join undo_requests q on q.redemption_id = r.id
    join users asker on asker.id = q.requested_by
    left join users decider on decider.id = q.decided_by`

/** The wire form. */
export function toUndoRequest(row: UndoRequestRow): UndoRequest {
  return {
    id: row.request_id,
    state: row.state,
    reason: row.reason,
    requested_by: row.requested_by,
    requested_by_name: row.requested_by_name,
    decided_by: row.decided_by,
    decided_by_name: row.decided_by_name,
    decided_at: row.decided_at?.toISOString() ?? null,
    created_at: row.requested_at.toISOString(),
    redemption: toRedemption(row),
  }
}
