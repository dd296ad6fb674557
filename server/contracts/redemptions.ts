import { z } from 'zod'
import { contract } from './contract.ts'
import { bigIdText, hourText, id, idText, line, pageOf, paging, time, timeText } from './fields.ts'

/** One use of a coupon. `id` is what the console shows as the receipt number. `user_id` is the coupon's owner at that time. */
export const redemption = z.object({
  id: z.int(),
  code: z.string(),
  book_id: id,
  user_id: id,
  redeemed_by: id,
  redeemed_by_name: z.string(),
  till: z.string().nullable(),
  redeemed_at: time,
  metadata: z.record(z.string(), z.json()),
  rolled_back_at: time.nullable(),
  rollback_reason: z.string().nullable(),
})

export type Redemption = z.output<typeof redemption>

export const listRedemptions = contract({
  id: 'listRedemptions',
  method: 'GET',
  path: '/redemptions',
  summary: 'List redemptions, newest first',
  role: 'staff',
  query: z.strictObject({
    ...paging,
    book_id: idText.optional(),
    user_id: idText.optional(),
    redeemed_by: idText.optional(),
    code: z.string().optional().describe('the uses of one coupon'),
    from: timeText.optional(),
    to: timeText.optional(),
    hour: hourText.optional(),
  }),
  reply: pageOf(redemption),
})

export const exportRedemptions = contract({
  id: 'exportRedemptions',
  method: 'GET',
  path: '/redemptions/export',
  summary: 'The redemptions as CSV, newest first',
  role: 'manager',
  query: z.strictObject({
    book_id: idText.optional(),
    user_id: idText.optional(),
    redeemed_by: idText.optional(),
    from: timeText.optional(),
    to: timeText.optional(),
    hour: hourText.optional(),
  }),
  produces: 'csv',
  reply: z.string(),
})

export const listBookRedemptions = contract({
  id: 'listBookRedemptions',
  method: 'GET',
  path: '/books/:id/redemption-history',
  summary: 'The redemptions of a book, newest first',
  role: 'staff',
  params: z.strictObject({ id: idText }),
  query: z.strictObject(paging),
  reply: pageOf(redemption),
  problems: ['book_not_found'],
})

const byId = z.strictObject({ id: bigIdText })

/** What becomes of a coupon whose redemption is taken back: its owner may use it again, or nobody may. */
const disposition = z.enum(['return', 'void'])

const rollbackProblems = [
  'redemption_not_found',
  'coupon_void',
  'coupon_locked',
  'already_rolled_back',
] as const

export const rollBackRedemption = contract({
  id: 'rollBackRedemption',
  method: 'POST',
  path: '/redemptions/:id/rollback',
  summary: 'Undo a redemption; it stays in the history, with the reason',
  role: 'manager',
  params: byId,
  body: z.strictObject({ reason: line(500), disposition }),
  reply: redemption,
  problems: rollbackProblems,
  idempotent: true,
})

/** A colleague's wish to have a redemption undone, which a manager decides. */
export const undoRequest = z.object({
  id: z.int(),
  state: z.enum(['open', 'granted', 'refused']),
  reason: z.string(),
  requested_by: id,
  requested_by_name: z.string(),
  decided_by: id.nullable(),
  decided_by_name: z.string().nullable(),
  decided_at: time.nullable(),
  created_at: time,
  redemption,
})

export type UndoRequest = z.output<typeof undoRequest>

export const requestUndo = contract({
  id: 'requestUndo',
  method: 'POST',
  path: '/redemptions/:id/undo-request',
  summary: 'Ask a manager to undo a redemption',
  role: 'staff',
  params: byId,
  body: z.strictObject({ reason: line(500) }),
  status: 201,
  reply: undoRequest,
  problems: ['redemption_not_found', 'already_rolled_back', 'invalid_state'],
  idempotent: true,
})

export const listUndoRequests = contract({
  id: 'listUndoRequests',
  method: 'GET',
  path: '/undo-requests',
  summary: 'What colleagues asked to have undone, newest first; staff see their own',
  role: 'staff',
  query: z.strictObject({ ...paging, state: undoRequest.shape.state.optional() }),
  reply: pageOf(undoRequest),
})

export const decideUndo = contract({
  id: 'decideUndo',
  method: 'POST',
  path: '/undo-requests/:id/decide',
  summary: 'Grant what was asked, which rolls the redemption back, or refuse it',
  role: 'manager',
  params: byId,
  body: z.discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('grant'), disposition }),
    z.strictObject({ decision: z.literal('refuse') }),
  ]),
  reply: undoRequest,
  problems: ['not_found', 'invalid_state', ...rollbackProblems],
  idempotent: true,
})
