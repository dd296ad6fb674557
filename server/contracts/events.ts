import { z } from 'zod'
import { contract } from './contract.ts'
import { id } from './fields.ts'

/** What live screens hear: hints that something changed, never what it became. Whoever cares reads it with its own rights. */

const ofCoupons = {
  /** Left out for customers, who hear of their own coupons alone. */
  book_id: id.optional(),
  /** As they are printed; left out where there are more than a few, and for customers. */
  codes: z.array(z.string()).optional(),
}

const hint = z.discriminatedUnion('type', [
  /** Coupons were made, assigned, locked, used, taken back or voided. */
  z.object({ type: z.literal('coupon'), ...ofCoupons }),
  /** Which coupons are locked, by whom or until when. What is told here is told as `coupon`, too. */
  z.object({ type: z.literal('lock'), ...ofCoupons }),
  /** A book was made, or its rules were changed. Its stock follows from its coupons. */
  z.object({ type: z.literal('book'), book_id: id.optional() }),
  /** A job began, came further or ended. */
  z.object({ type: z.literal('job'), job_id: z.int() }),
  /** Somebody asked for an undo, or one was decided. */
  z.object({ type: z.literal('undo') }),
  z.object({ type: z.literal('pool') }),
  z.object({ type: z.literal('user') }),
  z.object({ type: z.literal('settings') }),
  /** Something may have been missed: read anew whatever is shown. */
  z.object({ type: z.literal('resync') }),
])

/** One event of the stream: `event:` is its type, `data:` all of it as JSON. */
export type Hint = z.output<typeof hint>

export const streamEvents = contract({
  id: 'streamEvents',
  method: 'GET',
  path: '/events',
  summary:
    'Server-Sent Events: hints of what changed, a few a second at most; it ends with the token, and whoever connects again reads anew',
  role: 'customer',
  produces: 'events',
  reply: hint,
})
