import { z } from 'zod'
import { roles } from './contract.ts'

/** Fields that several resources share, and the text rules that keep hostile input away from the database. */

const INT4_MAX = 2_147_483_647

// Postgres refuses NUL in text and jsonb, and UTF-8 has no lone surrogates: both must end as a 400 here, not as an SQL error.
const unstorable = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/
// Controls and invisible characters make two names look the same; line breaks and tabs are controls, too. What chooses a variant of
// the letter or emoji before it is seen in that.
const invisible =
  /[\p{Cc}\u2028\u2029\u2800\ufff9-\ufffb]|(?!\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/u

/** A positive 32-bit id in a path or a query, where everything is text. */
export const idText = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, 'is not an id')
  .transform(Number)
  .refine((id) => id <= INT4_MAX, 'is not an id')

/** A positive 64-bit id in a path or a query; safe as a number up to 2^53. */
export const bigIdText = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'is not an id')
  .transform(Number)

/** The filter of coupons by what made them. */
export const jobIdText = bigIdText.describe('the import or generation that made them')

/** A positive 32-bit id in a JSON body. */
export const id = z.int().min(1).max(INT4_MAX)

/** One line of text for people, trimmed, without control or invisible characters. */
export const line = (max: number): z.ZodString =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${String(max)} characters`)
    .refine(
      (text) => !invisible.test(text) && !unstorable.test(text),
      'contains characters that are not allowed',
    )

/** Text of several lines; may be empty. */
export const paragraph = (max: number): z.ZodString =>
  z
    .string()
    .trim()
    .max(max, `must have at most ${String(max)} characters`)
    .refine((text) => !unstorable.test(text), 'contains characters that are not allowed')

/** A search text of a list; trimmed, never a pattern. */
export const search = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(128)
  .refine((text) => !unstorable.test(text), 'contains characters that are not allowed')

/** An e-mail address as typed; compared without regard to case. */
export const email = z
  .string()
  .trim()
  .max(254, 'is too long for an e-mail address')
  .pipe(z.email('is not an e-mail address'))

/** What another program calls a person. */
export const externalId = line(128)

/** bcrypt reads 72 bytes at most and stops at NUL; what it would ignore is refused. */
export const newPassword = z
  .string()
  .min(8, 'must have at least 8 characters')
  .refine((text) => new TextEncoder().encode(text).length <= 72, 'must have at most 72 bytes')
  .refine((text) => !unstorable.test(text), 'contains characters that are not allowed')

/** A password to check; long ones are refused as wrong by the check itself. */
export const givenPassword = z.string().min(1, 'must not be empty').max(1000)

/** An instant, RFC 3339 in UTC. */
export const time = z.iso.datetime({ offset: true })

const EARLIEST = Date.parse('1900-01-01T00:00:00Z')
/** The last instant that can be kept. */
export const LATEST = Date.parse('9999-12-31T23:59:59.999Z')

/** True for an instant in the years that JavaScript, the database and clients all read. */
export function isKeepable(at: Date): boolean {
  return at.getTime() >= EARLIEST && at.getTime() <= LATEST
}

/** An instant as sent, however it is written; the database gets one form of it. */
export const timeText = time
  .transform((text) => new Date(text))
  .refine(isKeepable, 'must lie between the years 1900 and 9999')
  .transform((at) => at.toISOString())

/** An instant, or a date that means the start or the end of that day in the store's time zone. */
export const timeOrDate = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: ({ input }) => (input === undefined ? undefined : 'must be a date, such as 2026-05-31, or a time'),
})

// In JSON's own escapes; an even number of backslashes before it is text that only looks like one.
const escapedUnstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i

/** Free JSON of the caller: an object of at most 8 kB of text. */
export const metadata = z
  .record(z.string(), z.json())
  .refine((value) => JSON.stringify(value).length <= 8192, 'must have at most 8192 characters of JSON')
  .refine(
    (value) => !escapedUnstorable.test(JSON.stringify(value)),
    'contains characters that are not allowed',
  )

/** A flag in a query. */
export const flagText = z.enum(['true', 'false']).transform((text) => text === 'true')

/** An hour of the day in a query, as clocks in the store's time zone show it. */
export const hourText = z
  .string()
  .regex(/^(?:\d|1\d|2[0-3])$/, 'must be an hour from 0 to 23')
  .transform(Number)
  .describe('the hour of the day in the store’s time zone')

/** `?limit=`: out of range is refused, never clamped. */
const limitText = z
  .string()
  .regex(/^\d{1,3}$/, 'must be a number from 1 to 200')
  .transform(Number)
  .refine((limit) => limit >= 1 && limit <= 200, 'must be a number from 1 to 200')

/** The two fields that every list's query has. */
export const paging = {
  limit: limitText.optional(),
  cursor: z
    .string()
    .max(512)
    .regex(/^[A-Za-z0-9_-]+$/, 'is not a cursor')
    .optional(),
}

/** A list's reply: one page and the cursor of the next. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() })

/** One of the four roles. */
export const role = z.enum(roles)

/** What a 204 answers. */
export const nothing = z.undefined()
