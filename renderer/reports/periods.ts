import { addDays, daysIn, formatDay } from '../ui/days.ts'

/** What was redeemed in a time; those that were undone since are among them. */
export interface Uses {
  redemptions: number
  rolled_back: number
}

/** Days that are told as one: a day, a week from Monday, a month, a year. The first and the last may be cut by the report's range. */
export interface Period extends Uses {
  first: string
  last: string
}

export type Unit = 'day' | 'week' | 'month' | 'year'

/** So many columns can be told apart. */
const MOST = 62

/** The days from the first to the last as periods, in the smallest unit that leaves them few. A day that nothing is told of is a zero. */
export function periodsOf(
  first: string,
  last: string,
  days: readonly ({ date: string } & Uses)[],
): { unit: Unit; periods: Period[] } {
  const unit = unitFor(daysIn(first, last))
  const periods: Period[] = []
  for (let day = first; day <= last;) {
    const end = endOf(day, unit)
    const cut = end < last ? end : last
    periods.push({ first: day, last: cut, redemptions: 0, rolled_back: 0 })
    day = addDays(cut, 1)
  }
  let index = 0
  for (const { date, redemptions, rolled_back } of days) {
    while (index < periods.length && (periods[index]?.last ?? '') < date) index += 1
    const period = periods[index]
    if (!period || date < period.first) continue
    period.redemptions += redemptions
    period.rolled_back += rolled_back
  }
  return { unit, periods }
}

function unitFor(days: number): Unit {
  const longest = { day: 1, week: 7, month: 30.4 } as const
  const units = Object.keys(longest) as (keyof typeof longest)[]
  return units.find((unit) => days <= MOST * longest[unit]) ?? 'year'
}

function endOf(day: string, unit: Unit): string {
  if (unit === 'day') return day
  if (unit === 'week') return addDays(day, (7 - new Date(`${day}T00:00:00Z`).getUTCDay()) % 7)
  if (unit === 'year') return `${day.slice(0, 4)}-12-31`
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

/** A period in words: Sunday, 3 May 2026, or 1 Jan 2026 – 31 Jan 2026. */
export function periodWords({ first, last }: Pick<Period, 'first' | 'last'>): string {
  return first === last
    ? formatDay(first, 'weekday')
    : `${formatDay(first, 'full')} – ${formatDay(last, 'full')}`
}
