import type { Stats } from '../../server/contracts/reports.ts'
import { paceWords as words } from '../words/pace.ts'

const DAY_MS = 86_400_000

/**
 * How fast a book is used, in words: how many of its coupons are redeemed in a day, and how long the free ones last as they were
 * given away lately. Undefined where nothing was done with it in the time of the report, or it is a report of no time.
 *
 * @param since when the book was made: before that nothing could be done with it.
 */
export function paceOf(
  { from, to, redemptions, rolled_back, funnel, counts }: Stats,
  since: string,
): string | undefined {
  const days = (Date.parse(to) - Math.max(Date.parse(from), Date.parse(since))) / DAY_MS
  const redeemed = redemptions - rolled_back
  if (days <= 0 || redeemed + funnel.assigned === 0) return undefined
  // Of the first day of a book nobody knows yet how the next will be.
  const each = (count: number): number => count / Math.max(1, days)
  const parts = [
    redeemed > 0 ? words.redeemed(...often(each(redeemed))) : undefined,
    funnel.assigned > 0 ? words.given(...often(each(funnel.assigned))) : undefined,
    funnel.assigned > 0 && counts.unassigned > 0
      ? words.last(long(counts.unassigned / each(funnel.assigned)))
      : undefined,
  ]
  return words.all(parts.filter((part) => part !== undefined))
}

/** Amounts of less than one a day are told by the week or the month. */
function often(perDay: number): [number, string] {
  if (perDay >= 0.95)
    return [perDay < 10 ? Math.round(perDay * 10) / 10 : Math.round(perDay), words.often.day]
  if (perDay * 7 >= 0.95) return [Math.round(perDay * 7), words.often.week]
  return [Math.max(1, Math.round(perDay * 30)), words.often.month]
}

function long(days: number): string {
  if (days < 1) return words.lessThanADay
  if (days <= 90) return words.days(Math.round(days))
  if (days <= 730) return words.months(Math.round(days / 30.4))
  return words.years
}
