/** How numbers and times are written everywhere in the console. Days and times are those of the store's time zone. */
import { addDays, dayOf, daysIn } from './days.ts'
import { locale } from './language.ts'
import { zoneName } from './zone.ts'

const number = new Intl.NumberFormat(locale)
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

const styleOptions = {
  clock: { hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  dayOfYear: { day: 'numeric', month: 'short' },
  exact: { dateStyle: 'full', timeStyle: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/**
 * `day`: 31 May 2026. `clock`: 14:02. `moment`: 14:02 today, else 31 May, 14:02. `told`, for a sentence: today 14:02, yesterday
 * 14:02, else as `moment`. `ago`: 3 minutes ago.
 */
export type TimeStyle = 'day' | 'clock' | 'moment' | 'told' | 'ago'

/** 12,345 */
export function formatNumber(value: number): string {
  return number.format(value)
}

/** An RFC 3339 instant for people, in the store's time zone. `now` is what "today" and "ago" are measured from. */
export function formatTime(value: string, style: TimeStyle, now: Date = new Date()): string {
  const at = new Date(value)
  if (style === 'clock' || style === 'day') return write(at, style)
  if (style === 'ago') return formatAgo(at, now)
  const clock = write(at, 'clock')
  const [day, today] = [dayOf(at), dayOf(now)]
  const isToday = day === today
  if (style === 'told' && (isToday || day === addDays(today, -1)))
    return `${relative.format(isToday ? 0 : -1, 'day')} ${clock}`
  if (isToday) return clock
  return `${write(at, day.slice(0, 4) === today.slice(0, 4) ? 'dayOfYear' : 'day')}, ${clock}`
}

/** The whole truth of an instant, for a tooltip: weekday, date, time to the second and zone. */
export function formatExactTime(value: string): string {
  return write(new Date(value), 'exact')
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

function formatAgo(at: Date, now: Date): string {
  const difference = at.getTime() - now.getTime()
  const step = steps.find(([, milliseconds]) => Math.abs(difference) >= milliseconds)
  if (!step) return relative.format(0, 'second')
  const [unit, milliseconds] = step
  // "Yesterday" is a day of the calendar: the night before last may be less than two days ago.
  const count = unit === 'day' ? daysIn(dayOf(now), dayOf(at)) - 1 : Math.trunc(difference / milliseconds)
  return relative.format(count, unit)
}

const styleFormats = new Map<string, Intl.DateTimeFormat>()

function write(at: Date, style: keyof typeof styleOptions): string {
  const timeZone = zoneName()
  const key = `${style} ${String(timeZone)}`
  let format = styleFormats.get(key)
  if (!format)
    styleFormats.set(key, (format = new Intl.DateTimeFormat(locale, { ...styleOptions[style], timeZone })))
  return format.format(at)
}
