import { untrack } from 'svelte'
import { tillName } from '../state/till-name.svelte.ts'
import { reportAway } from './connection.svelte.ts'
import { errorFrom, type ApiError } from './errors.ts'

/** What every request carries: who, where, and which action. */
export function headersFor(token: string | undefined, key: string | undefined): Headers {
  const headers = new Headers()
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`)
  if (key !== undefined) headers.set('Idempotency-Key', key)
  const till = untrack(() => tillName.value)
  // A header is Latin-1 on the wire; the server decodes it.
  if (till !== '') headers.set('X-Till', encodeURIComponent(till))
  return headers
}

/** The error of a refused request; one that tells of an absent server or database is told to the connection, too. */
export function refusalOf(status: number, text: string, header: (name: string) => string | null): ApiError {
  const error = errorFrom(status, text, header)
  if (error.code === 'database_unavailable') reportAway('database')
  if (error.code === 'server_unreachable') reportAway('server')
  return error
}
