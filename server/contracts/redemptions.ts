import { z } from 'zod'
import { contract } from './contract.ts'
import { id, idText, pageOf, paging, time, timeText } from './fields.ts'

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
    from: timeText.optional(),
    to: timeText.optional(),
  }),
  reply: pageOf(redemption),
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
