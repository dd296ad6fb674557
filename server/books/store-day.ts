import { isKeepable, LATEST } from '../contracts/fields.ts'
import { queryOne, type On } from '../db/query.ts'
import { invalidField } from '../http/problems.ts'
import { readSettings } from '../settings/read-settings.ts'

// The first instant whose local date is the wanted one or later. Midnight itself is not enough: where summer time changes at
// midnight it comes twice or not at all, and a zone that crosses the date line skips a whole day. Offsets are whole quarters.
const DAY_STARTS = `
  select min(at) as at
    from generate_series(($1::date)::timestamp at time zone $2 - interval '26 hours',
                         ($1::date)::timestamp at time zone $2 + interval '26 hours', interval '15 minutes') as at
   where (at at time zone $2)::date >= $1::date`

/**
 * The instant that a `starts_at` or `expiration_date` means: a time is itself, a date is the start (the end) of that day in the
 * store's time zone. The end is the last millisecond before the next day starts.
 *
 * @throws DomainError `validation_failed` for a time outside of the years that the database and its clients all read.
 */
export async function readInstant(
  on: On,
  field: 'starts_at' | 'expiration_date',
  given: string | null,
): Promise<Date | null> {
  if (given === null) return null
  const read = new Date(given)
  if (!isKeepable(read)) throw invalidField(field, 'must lie between the years 1900 and 9999')
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given)) return read
  const { time_zone } = await readSettings(on)
  if (field === 'starts_at') return dayStarts(on, given, time_zone)
  const [nextDay = ''] = new Date(read.getTime() + 86_400_000).toISOString().split('T')
  // The day after the last one is of a year with a sign and six digits, which the database does not read.
  const next = await dayStarts(on, nextDay.replace(/^\+0/, ''), time_zone)
  return new Date(Math.min(next.getTime() - 1, LATEST))
}

async function dayStarts(on: On, date: string, timeZone: string): Promise<Date> {
  return (await queryOne<{ at: Date }>(on, DAY_STARTS, [date, timeZone])).at
}
