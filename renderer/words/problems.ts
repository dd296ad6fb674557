import { ApiError, fieldErrors, FileNotSaved, type FailureCode } from '../api/errors.ts'
import { formatNumber, formatTime } from '../ui/format.ts'
import { inLanguage } from '../ui/language.ts'
import { faultWords } from './file-faults.ts'
import { say, text, type Details, type ProblemTable, type ProblemWords } from './problem-parts.ts'
import { problemsEs } from './problems-es.ts'

export type { ProblemWords } from './problem-parts.ts'

const en: ProblemTable = {
  server_unreachable: say(
    'The server does not answer',
    'Nothing is lost here. It is tried again; you can go on as soon as it is back.',
  ),
  validation_failed: say(
    'Something in the form is not right yet',
    'Correct the marked fields and send it again.',
  ),
  malformed_json: say('The server could not read the request', 'Reload the page and try again.'),
  idempotency_key_invalid: say('The server could not read the request', 'Reload the page and try again.'),
  wrong_password: say('The current password is wrong', 'Type the password you log in with now.'),
  unauthenticated: say('You are not logged in', 'Log in to go on.'),
  bad_credentials: say(
    'E-mail or password is wrong',
    'Check both and try again. Capital letters count in the password.',
  ),
  token_expired: say('Your session has ended', 'Log in again to go on.'),
  forbidden: ({ reason }) =>
    reason === 'walk_in'
      ? {
          title: 'Walk-in stands for everybody without an account',
          next: 'It stays as it is and gets no account; only its name and its number elsewhere can change.',
        }
      : { title: 'Your role does not allow this', next: 'Ask a manager or an administrator to do it.' },
  origin_refused: say(
    'This address may not use the server',
    'Open the console at the address the store gave you.',
  ),
  not_found: say('Nothing is here', 'It may have been removed. Go back and look again.'),
  book_not_found: say(
    'There is no such book',
    'It may have been removed, or the link is wrong. Look in the list of books.',
  ),
  coupon_not_found: say('There is no coupon with this code', 'Check each letter, or scan it again.'),
  user_not_found: say('There is no such customer', 'Check the spelling, or make a new customer.'),
  pool_not_found: say('There is no such pool', 'It may have been removed. Look in the list of pools.'),
  redemption_not_found: say('There is no such redemption', 'Look for it in the history of the coupon.'),
  import_not_found: say('There is no such import', 'Look in the list of imports.'),
  distribution_not_found: say('There is no such distribution', 'Look in the history of the pool.'),
  api_key_not_found: say('There is no such API key', 'It may have been removed already.'),
  book_exhausted: say(
    'No coupon of this book is free',
    'Import or generate more codes, or choose another book.',
  ),
  not_enough_codes: (details) => ({
    title: `Too few free coupons${amounts(details)}`,
    next: 'Ask for fewer, or add codes to the book.',
  }),
  assignment_limit_reached: say(
    'The customer holds all that this book allows',
    'Choose another book, or have a manager raise the limit.',
  ),
  coupon_already_assigned: say(
    'This coupon has an owner already',
    'Look it up to see whose it is, or take another code.',
  ),
  coupon_not_assigned: say('This coupon belongs to nobody yet', 'Assign it to a customer first.'),
  invalid_state: say(
    'That is not possible in the coupon’s present state',
    'Look it up again to see where it stands.',
  ),
  lock_required: say(
    'This coupon has to be locked first',
    'Lock it, then redeem it while the countdown runs.',
  ),
  redemption_limit_reached: say('This coupon has been used up', 'Its history tells when and where.'),
  already_rolled_back: say('This redemption was undone already', 'There is nothing left to do.'),
  not_coupon_owner: say('The coupon belongs to somebody else', 'Look it up to see whose it is.'),
  email_taken: say('This e-mail is in use', 'Use another one, or look up the account that has it.'),
  name_taken: say('This name is in use', 'Choose another name.'),
  pool_empty: say('The pool has no members', 'Add customers to it first.'),
  pool_inactive: say('The pool is switched off', 'Switch it on, or choose another.'),
  last_admin: say('This is the last administrator', 'Make somebody else an administrator first.'),
  cannot_change_self: say('You cannot do this to your own account', 'Ask another administrator.'),
  idempotency_in_progress: say(
    'The first try is still running',
    'Wait a moment, then look whether it is done.',
  ),
  already_set_up: say('The store is set up already', 'Log in with your account.'),
  job_finished: say('It has ended already', 'Its report tells how.'),
  book_expired: say(
    'The book has ended',
    'Its coupons can no longer be used, unless a manager moves its end.',
  ),
  book_inactive: say('The book is switched off', 'Its coupons wait until a manager switches it on.'),
  book_not_started: say('The book has not started yet', 'Its coupons can be used from its first day on.'),
  coupon_void: say('This coupon is void', 'It was taken out of use for good. Its history tells why.'),
  payload_too_large: say(
    'That is too large',
    'Send at most 10,000 codes as a list, or a file of at most 200 MB.',
  ),
  unsupported_media_type: say('The server does not read this kind of file', 'Save it as CSV and try again.'),
  host_refused: say(
    'The server does not answer to this address',
    'Open the console at the address the store gave you.',
  ),
  idempotency_key_reused: say('This was sent before with other contents', 'Reload the page and try again.'),
  unreadable_csv: (details) => ({
    title: 'The file cannot be read as it is',
    next: faultWords(details) ?? 'Check that it is a CSV with one code on each line.',
  }),
  code_space_too_small: (details) => ({
    title: `The pattern gives too few different codes${codesNeeded(details)}`,
    next: `Make the random part ${lengthNeeded(details)}, or ask for fewer codes.`,
  }),
  coupon_locked: (details) => ({
    title: `Locked by ${text(details['locked_by_name'], 'somebody else')}${atTill(details)}`,
    next: `${untilWhen(details)} They can let it go, or a manager can release it.`,
  }),
  too_many_requests: say('Too many attempts', 'Wait a minute, then try again.'),
  internal_error: say(
    'Something went wrong on the server',
    'Nothing was changed. Try again; if it stays, tell the administrator.',
  ),
  database_unavailable: say(
    'The database does not answer',
    'Nothing was changed. It is tried again; you can go on as soon as it is back.',
  ),
  busy: ({ kind }) => ({ title: atWork(kind), next: 'Nothing was changed. Try again in a moment.' }),
}

const beside = inLanguage(
  {
    notSaved: 'The file could not be saved',
    onThisPage: { title: 'Something went wrong on this page', next: 'Reload it and try again.' },
    ofNewerServer: {
      title: 'The server refuses this',
      next: 'It is newer than this page, which does not know the reason. Reload the page and try again.',
    },
  },
  {
    notSaved: 'No se pudo guardar el archivo',
    onThisPage: { title: 'Algo falló en esta página', next: 'Vuelve a cargarla e inténtalo otra vez.' },
    ofNewerServer: {
      title: 'El servidor lo rechaza',
      next: 'Es más nuevo que esta página, que no conoce el motivo. Vuelve a cargarla e inténtalo otra vez.',
    },
  },
)

const problemWords = inLanguage(en, problemsEs)

/** The words for a code and its facts. A server that is newer than the page may have a code that the page does not know. */
export function wordsForCode(code: FailureCode, details: Details = {}): ProblemWords {
  return Object.hasOwn(problemWords, code) ? problemWords[code](details) : beside.ofNewerServer
}

/** The words for anything thrown; what is neither an error of the API nor of the computer is one of this page. */
export function wordsFor(error: unknown): ProblemWords {
  if (error instanceof ApiError) return wordsForCode(error.code, error.details)
  if (error instanceof FileNotSaved) return { title: beside.notSaved, next: error.message }
  return beside.onThisPage
}

/** The words above a refused form; none while nothing failed, or where the fields themselves say what is wrong. */
export function refusalOfForm(error: unknown): ProblemWords | undefined {
  if (error === undefined || Object.keys(fieldErrors(error)).length > 0) return undefined
  return wordsFor(error)
}

/** What is in the way: a long job that has a book for itself, or nothing of which there is a name. */
function atWork(kind: unknown): string {
  if (kind === 'void') return 'The rest of this book is being taken out of use'
  if (kind === 'distribute') return 'This book is being handed out to a pool'
  return 'The server is very busy right now'
}

function atTill(details: Details): string {
  const till = text(details['till'], '')
  return till === '' ? '' : ` at ${till}`
}

function untilWhen(details: Details): string {
  const until = text(details['locked_until'], '')
  return Number.isNaN(Date.parse(until))
    ? 'The lock ends by itself.'
    : `The lock ends by itself at ${formatTime(until, 'clock')}.`
}

function amounts(details: Details): string {
  const { needed, available } = details
  if (typeof needed !== 'number' || typeof available !== 'number') return ''
  return `: ${formatNumber(needed)} needed, ${formatNumber(available)} free`
}

function codesNeeded({ needed }: Details): string {
  return typeof needed === 'number' ? `: ${formatNumber(needed)} needed so that nobody can guess one` : ''
}

function lengthNeeded({ smallest_length: length }: Details): string {
  return typeof length === 'number' ? `${formatNumber(length)} characters long` : 'longer'
}
