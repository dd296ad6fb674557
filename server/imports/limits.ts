/** How much is taken in, from api.md. */

/** Codes in a JSON list. */
export const MAX_LISTED_CODES = 10_000

/** One record of a file. More than this is no record, but a quotation mark that nobody closed. */
export const MAX_RECORD_CHARS = 4_000_000

/** Refused lines that a report shows; all of them are in its CSV. */
export const SHOWN_REJECTS = 100

/** What is kept of a refused value. */
export const MAX_REJECT_VALUE = 200
