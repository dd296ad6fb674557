/** Days as a date field has them (2026-05-31): those of the store's time zone, where no other is named. */
import { locale } from './language.ts'
import { zoneName } from './zone.ts'

type Zone = string | undefined

const DAY_MS = 86_400_000

/** The day of an instant. */
export function dayOf(instant: Date | string | number, zone: Zone = zoneName()): string {
  const { year, month, day } = partsOf(new Date(instant), zone)
  return `${year.padStart(4, '0')}-${month}-${day}`
}

/** The first instant of a day: midnight, or what comes in its place where the clocks skip it. */
export function startOfDay(day: string, zone: Zone = zoneName()): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`)
  // One of the two holds: what the clocks were from UTC the day before, or the day after.
  const candidates = [asUtc - DAY_MS, asUtc + DAY_MS].map((near) => asUtc - offsetAt(near, zone))
  const within = candidates.filter((at) => dayOf(at, zone) >= day)
  return new Date(Math.min(...within))
}

/** So many days later; earlier where it is negative. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10)
}

/** How many days from the first to the last, both of them counted. */
export function daysIn(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1
}

/** True for a day that there is, in years that the API takes. */
export function isDay(text: string): boolean {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined
  if (!parsed || Number.isNaN(parsed.getTime())) return false
  return parsed.toISOString().startsWith(text) && text > '1900-01-01' && text < '9999-11-30'
}

const dayFormats = {
  day: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short' }),
  full: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }),
  weekday: new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }),
  month: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'short', year: '2-digit' }),
  year: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric' }),
}

/** `day`: 31 May. `full`: 31 May 2026. `weekday`: Sunday, 31 May 2026. `month`: May 26. `year`: 2026. */
export function formatDay(day: string, style: keyof typeof dayFormats): string {
  return dayFormats[style].format(new Date(`${day}T00:00:00Z`))
}

/** An hour of the day: 17:00–18:00. */
export function formatHour(hour: number): string {
  return `${clockAt(hour)}–${clockAt((hour + 1) % 24)}`
}

function clockAt(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}

/** True where this computer's clock shows another time than the store's does at an instant. */
export function isElsewhere(at: Date): boolean {
  return Math.round(offsetAt(at.getTime(), zoneName()) / 60_000) !== -at.getTimezoneOffset()
}

/** Milliseconds that the clocks of the zone are ahead of UTC at an instant. */
function offsetAt(at: number, zone: Zone): number {
  const { year, month, day, hour, minute, second } = partsOf(new Date(at), zone)
  const shown = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  return shown - at
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'

const digitFormats = new Map<Zone, Intl.DateTimeFormat>()

function partsOf(at: Date, zone: Zone): Record<Part, string> {
  let format = digitFormats.get(zone)
  if (!format) {
    const digits = '2-digit'
    const time = { hour: digits, minute: digits, second: digits, hourCycle: 'h23' } as const
    format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      year: 'numeric',
      month: digits,
      day: digits,
      ...time,
    })
    digitFormats.set(zone, format)
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value])) as Record<
    Part,
    string
  >
}
