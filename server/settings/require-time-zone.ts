import { query, type On } from '../db/query.ts'
import { invalidField } from '../http/problems.ts'
import { machineTimeZone } from './read-settings.ts'

// Not `at time zone`, which would take an abbreviation as well, such as IST: there a fixed offset, elsewhere a place with a summer time.
const KNOWN = 'select from pg_timezone_names where lower(name) = lower($1)'

async function isKnown(on: On, name: string): Promise<boolean> {
  return (await query(on, KNOWN, [name])).length > 0
}

/**
 * A database has time zones of its own, older or newer ones than this program's: days and hours are counted there.
 *
 * @throws DomainError `validation_failed` for a time zone that it does not know.
 */
export async function requireTimeZone(on: On, name: string): Promise<string> {
  if (await isKnown(on, name)) return name
  throw invalidField(
    'time_zone',
    'is not known to the store’s database: choose another place with the same time',
  )
}

/** The time zone of this computer; UTC where it does not tell, or the database does not know it. */
export async function ownOrUtc(on: On): Promise<string> {
  const own = machineTimeZone()
  return (await isKnown(on, own)) ? own : 'UTC'
}
