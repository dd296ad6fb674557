import type { AuditAction } from '../../server/contracts/audit.ts'
import type { ProblemCode } from '../../server/contracts/problems.ts'
import type { Stats } from '../../server/contracts/reports.ts'
import { dayOf, formatDay } from '../ui/days.ts'
import { hrefTo, type QueryGiven } from '../state/places.ts'
import { reportWords as words } from '../words/reports.ts'

/** The days of a report, the last one included. */
export interface Span {
  first: string
  last: string
}

/** Which days of the store a report tells of. */
export function spanOf({ from, to, time_zone }: Stats): Span {
  return { first: dayOf(from, time_zone), last: dayOf(Date.parse(to) - 1, time_zone) }
}

/** The same in words. */
export function spanWords(report: Stats): string {
  const { first, last } = spanOf(report)
  return words.span(formatDay(first, 'full'), formatDay(last, 'full'), report.time_zone.replaceAll('_', ' '))
}

/** Where the rows behind the numbers are, in the report's days and book unless it is said otherwise. */
export interface ReportLinks {
  redemptions: (narrower: { days?: Span; hour?: number; by?: number }) => string
  activity: (action: AuditAction) => string
  refusals: (reason: ProblemCode) => string
}

/** The links of a report. `bookId` is empty for all books. */
export function linksOf(report: Stats, bookId: string): ReportLinks {
  const whole = spanOf(report)
  const within = ({ first, last }: Span): QueryGiven => ({ from: first, to: last, book: bookId })
  return {
    redemptions: ({ days = whole, ...narrower }) =>
      hrefTo('redemptions', {}, { ...within(days), ...narrower }),
    activity: (action) => hrefTo('activity', {}, { ...within(whole), action }),
    refusals: (reason) => hrefTo('refusals', {}, { from: whole.first, to: whole.last, reason }),
  }
}
