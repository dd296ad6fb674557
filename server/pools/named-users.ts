import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import { refusals } from './errors.ts'

/** People as a request names them. */
export interface NamedUsers {
  user_ids?: readonly number[] | undefined
  emails?: readonly string[] | undefined
}

const BY_ID = `select id from users where id = any($1) and kind = 'person'`

const BY_EMAIL = `select id, lower(email) as email from users where lower(email) = any($1) and kind = 'person'`

/** Their ids, each once and ascending; nobody at all where one of them is no person of the store. */
export async function findNamedUsers(tx: Transaction, named: NamedUsers): Promise<Outcome<number[]>> {
  const ids = [...new Set(named.user_ids)]
  const emails = [...new Set((named.emails ?? []).map((email) => email.toLowerCase()))]
  const byId = ids.length === 0 ? [] : await query<{ id: number }>(tx, BY_ID, [ids])
  const byEmail =
    emails.length === 0 ? [] : await query<{ id: number; email: string }>(tx, BY_EMAIL, [emails])
  const knownIds = new Set(byId.map(({ id }) => id))
  const knownEmails = new Set(byEmail.map(({ email }) => email))
  const missing = {
    user_ids: ids.filter((id) => !knownIds.has(id)),
    emails: emails.filter((email) => !knownEmails.has(email)),
  }
  if (missing.user_ids.length + missing.emails.length > 0) return refusals.usersNotFound(missing)
  const all = new Set([...knownIds, ...byEmail.map(({ id }) => id)])
  return done([...all].toSorted((a, b) => a - b))
}
