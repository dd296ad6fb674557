import { z } from 'zod'
import { contract } from './contract.ts'
import { couponState } from './coupon-resource.ts'
import { flagText, id, idText, jobIdText, line } from './fields.ts'
import { job } from './imports.ts'

/** A book's codes as a whole: made, taken out as a file, and the free ones made void. */

/** The most codes of one generation, and how many of them a reply can hold. */
export const MOST_GENERATED = 1_000_000
export const MOST_CODES_IN_REPLY = 10_000

/** The length of the random part where none is asked for. */
export const DEFAULT_CODE_LENGTH = 12

/**
 * What the random parts of codes are made of.
 *
 * - `no_lookalikes`: of each group that looks alike on paper (0 O D Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V) one character at most.
 * - `layout_safe`: for scanners and tills whose keyboard layouts differ: only keys that QWERTY, QWERTZ and AZERTY have at the same
 *   place and without Shift. That leaves letters, and of those neither A, Q, W, Z, M and Y nor the look-alikes I, L, O and U.
 */
export const codeAlphabets = {
  no_lookalikes: { letters: 'ACEFHJKMNPRTVWXY', digits: '23456789' },
  layout_safe: { letters: 'BCDEFGHJKNPRSTVX', digits: '' },
} as const

export const codeCharset = z.enum(Object.keys(codeAlphabets) as [CodeCharset, ...CodeCharset[]])
export type CodeCharset = keyof typeof codeAlphabets

const byBook = z.strictObject({ id: idText })

export const generateCodes = contract({
  id: 'generateCodes',
  method: 'POST',
  path: '/books/:id/codes/generate',
  summary:
    'Make exactly so many random codes, or refuse; in a pattern `{}` is random, # a digit, @ a letter, * either',
  role: 'manager',
  params: byBook,
  query: z.strictObject({
    include_codes: flagText.optional().describe('for up to 10,000 codes'),
  }),
  body: z.strictObject({
    count: z.int().min(1).max(MOST_GENERATED),
    pattern: line(64).optional().describe('the book’s `code_pattern` where it is left out, else `{}`'),
    length: z.int().min(1).max(64).default(DEFAULT_CODE_LENGTH).describe('of `{}`'),
    charset: codeCharset.default('no_lookalikes'),
    max_redemptions: z.int().min(1).max(1_000_000).nullable().optional(),
  }),
  status: 201,
  reply: z.object({
    book_id: id,
    codes_created: z.int(),
    codes: z.array(z.string()).optional(),
    job,
  }),
  problems: ['book_not_found', 'code_space_too_small', 'job_finished'],
  idempotent: true,
  startsJob: true,
})

export type Generation = z.output<typeof generateCodes.reply>

export const exportCodes = contract({
  id: 'exportCodes',
  method: 'GET',
  path: '/books/:id/codes/export',
  summary: 'The codes of a book as CSV, in the order of their making; it can be imported again',
  role: 'manager',
  params: byBook,
  query: z.strictObject({ state: couponState.optional(), job_id: jobIdText.optional() }),
  produces: 'csv',
  reply: z.string(),
  problems: ['book_not_found'],
})

export const voidBook = contract({
  id: 'voidBook',
  method: 'POST',
  path: '/books/:id/void',
  summary: 'Take the free codes of a book out of use for good',
  role: 'manager',
  params: byBook,
  body: z.strictObject({ reason: line(500) }),
  reply: z.object({ book_id: id, voided: z.int(), job }),
  problems: ['book_not_found', 'job_finished'],
  idempotent: true,
  startsJob: true,
})

export type VoidedRest = z.output<typeof voidBook.reply>
