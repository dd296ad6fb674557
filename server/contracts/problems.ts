import { z } from 'zod'

/**
 * Every problem a reply can carry: its stable code, its HTTP status and its title.
 *
 * The wire form is RFC 9457 (`application/problem+json`); `type` is `/problems/<code>`. Outside clients branch on `code`, so a
 * code is never renamed. The console keeps a sentence for each one, in a record that does not compile with one missing.
 */
export const problemTable = {
  validation_failed: { status: 400, title: 'The request is not valid' },
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  idempotency_key_invalid: { status: 400, title: 'The idempotency key is not valid' },
  wrong_password: { status: 400, title: 'The current password is wrong' },
  unauthenticated: { status: 401, title: 'Log in first' },
  bad_credentials: { status: 401, title: 'E-mail or password is wrong' },
  token_expired: { status: 401, title: 'The access token has expired' },
  forbidden: { status: 403, title: 'Not allowed' },
  origin_refused: { status: 403, title: 'This web origin is not allowed' },
  not_found: { status: 404, title: 'Nothing is here' },
  book_not_found: { status: 404, title: 'No such book' },
  coupon_not_found: { status: 404, title: 'No such coupon' },
  user_not_found: { status: 404, title: 'No such user' },
  pool_not_found: { status: 404, title: 'No such pool' },
  redemption_not_found: { status: 404, title: 'No such redemption' },
  import_not_found: { status: 404, title: 'No such import' },
  distribution_not_found: { status: 404, title: 'No such distribution' },
  api_key_not_found: { status: 404, title: 'No such API key' },
  book_exhausted: { status: 409, title: 'No coupon of this book is free' },
  not_enough_codes: { status: 409, title: 'Too few free coupons' },
  assignment_limit_reached: { status: 409, title: 'The customer holds all that the book allows' },
  coupon_already_assigned: { status: 409, title: 'The coupon has an owner already' },
  coupon_not_assigned: { status: 409, title: 'The coupon has no owner' },
  invalid_state: { status: 409, title: 'Not possible in this state' },
  lock_required: { status: 409, title: 'Lock the coupon first' },
  redemption_limit_reached: { status: 409, title: 'No use is left' },
  already_rolled_back: { status: 409, title: 'Already rolled back' },
  not_coupon_owner: { status: 409, title: 'The coupon belongs to somebody else' },
  email_taken: { status: 409, title: 'This e-mail is in use' },
  name_taken: { status: 409, title: 'This name is in use' },
  pool_empty: { status: 409, title: 'The pool has no members' },
  pool_inactive: { status: 409, title: 'The pool is not active' },
  last_admin: { status: 409, title: 'The last administrator stays' },
  cannot_change_self: { status: 409, title: 'Not on your own account' },
  idempotency_in_progress: { status: 409, title: 'The first request is still running' },
  already_set_up: { status: 409, title: 'The store is set up already' },
  job_finished: { status: 409, title: 'The job has ended' },
  book_expired: { status: 410, title: 'The book has ended' },
  book_inactive: { status: 410, title: 'The book is switched off' },
  book_not_started: { status: 410, title: 'The book has not started' },
  coupon_void: { status: 410, title: 'The coupon is void' },
  payload_too_large: { status: 413, title: 'Too large' },
  unsupported_media_type: { status: 415, title: 'This kind of body is not read here' },
  host_refused: { status: 421, title: 'This server does not answer to that name' },
  idempotency_key_reused: { status: 422, title: 'The idempotency key belongs to another request' },
  unreadable_csv: { status: 422, title: 'The file cannot be read' },
  code_space_too_small: { status: 422, title: 'Too few possible codes' },
  coupon_locked: { status: 423, title: 'The coupon is locked' },
  too_many_requests: { status: 429, title: 'Too many attempts' },
  internal_error: { status: 500, title: 'Something went wrong here' },
  database_unavailable: { status: 503, title: 'The database does not answer' },
  busy: { status: 503, title: 'Too busy right now' },
} as const

/** A stable problem code, see {@link problemTable}. */
export type ProblemCode = keyof typeof problemTable

/** The code of a refusal, where a reply tells of one. */
export const problemCode = z.enum(Object.keys(problemTable) as [ProblemCode, ...ProblemCode[]])

/** The body of every refusal. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: ProblemCode
  request_id: string
  details?: Record<string, unknown>
}
