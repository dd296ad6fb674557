import { z } from 'zod'
import { bookCounts } from './books.ts'
import { contract } from './contract.ts'
import { problemCode } from './problems.ts'
import { id, idText, pageOf, paging, time, timeText } from './fields.ts'

/** Uses of coupons, those that were taken back since among them. */
const uses = { redemptions: z.int(), rolled_back: z.int() }

const stats = z.object({
  from: time,
  to: time,
  /** The store's, in which days and hours are told. */
  time_zone: z.string(),
  /** The coupons as they are now, whatever the range. */
  counts: bookCounts,
  ...uses,
  /** Days with a redemption, first to last, as `YYYY-MM-DD`. */
  by_day: z.array(z.object({ date: z.iso.date(), ...uses })),
  /** All 24 hours of the day. */
  by_hour: z.array(z.object({ hour: z.int(), ...uses })),
  /** Who redeemed, most first. */
  by_staff: z.array(z.object({ user_id: id, name: z.string(), ...uses })),
  funnel: z.object({ assigned: z.int(), locked: z.int(), redeemed: z.int() }),
  locks_expired: z.int(),
  refusals: z.array(z.object({ code: problemCode, count: z.int() })).nullable(),
})

export type Stats = z.output<typeof stats>

export const getStats = contract({
  id: 'getStats',
  method: 'GET',
  path: '/stats',
  summary:
    'Stock and sales. From `from` up to, not including, `to`; without them the last 30 days. `funnel` and `locks_expired` count what happened in that range. `refusals` counts refused requests that carried an Idempotency-Key (each key once; they are kept 31 days), of the whole store: null with a book',
  role: 'manager',
  query: z.strictObject({
    book_id: idText.optional(),
    from: timeText.optional(),
    to: timeText.optional(),
  }),
  reply: stats,
  problems: ['book_not_found'],
})

/** A request that a rule refused. */
const refusal = z.object({
  id: z.string(),
  at: time,
  /** What was tried: the id of an operation, as OpenAPI has it. */
  operation: z.string(),
  /** The code that it was tried with, as it was typed; null where there was none. */
  code: z.string().nullable(),
  reason: problemCode,
  detail: z.string(),
  actor_id: id,
  actor_name: z.string(),
})

export type Refusal = z.output<typeof refusal>

export const listRefusals = contract({
  id: 'listRefusals',
  method: 'GET',
  path: '/refusals',
  summary:
    'What was refused, newest first: the requests behind `refusals` of the figures. Of the whole store, so not for an API key that is limited to books',
  role: 'manager',
  query: z.strictObject({
    ...paging,
    from: timeText.optional(),
    to: timeText.optional(),
    reason: problemCode.optional(),
    actor_id: idText.optional(),
  }),
  reply: pageOf(refusal),
})
