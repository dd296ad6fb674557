/** How numbers and times are written everywhere in the console. */
import { locale } from './language.ts'

const number = new Intl.NumberFormat(locale)
const clockFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const dayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
const dayOfYearFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const exactFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

/**
 * `day`: 31 May 2026. `clock`: 14:02. `moment`: 14:02 today, else 31 May, 14:02. `told`, for a sentence: today 14:02, yesterday
 * 14:02, else as `moment`. `ago`: 3 minutes ago.
 */
export type TimeStyle = 'day' | 'clock' | 'moment' | 'told' | 'ago'

/** 12,345 */
export function formatNumber(value: number): string {
  return number.format(value)
}

/** An RFC 3339 instant for people, in the time zone of this screen. `now` is what "today" and "ago" are measured from. */
export function formatTime(value: string, style: TimeStyle, now: Date = new Date()): string {
  const at = new Date(value)
  if (style === 'clock') return clockFormat.format(at)
  if (style === 'day') return dayFormat.format(at)
  if (style === 'ago') return formatAgo(at, now)
  const clock = clockFormat.format(at)
  const daysBefore = [0, 1].find((days) => isDaysBefore(at, days, now))
  if (style === 'told' && daysBefore !== undefined) return `${relative.format(-daysBefore, 'day')} ${clock}`
  if (daysBefore === 0) return clock
  const day = at.getFullYear() === now.getFullYear() ? dayOfYearFormat : dayFormat
  return `${day.format(at)}, ${clock}`
}

function isDaysBefore(at: Date, days: number, now: Date): boolean {
  return (
    at.toDateString() === new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).toDateString()
  )
}

/** The whole truth of an instant, for a tooltip: weekday, date, time to the second and zone. */
export function formatExactTime(value: string): string {
  return exactFormat.format(new Date(value))
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
  return step ? relative.format(Math.trunc(difference / step[1]), step[0]) : relative.format(0, 'second')
}
