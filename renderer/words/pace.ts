import { formatNumber } from '../ui/format.ts'

/** The words of how fast a book is used. */
export const paceWords = {
  title: 'Over the last 30 days. Opens the report of this book.',
  redeemed: (count: number, unit: string) => `about ${formatNumber(count)} redeemed a ${unit}`,
  given: (count: number, unit: string) => `about ${formatNumber(count)} given away a ${unit}`,
  last: (long: string) => `at that pace the free codes last ${long}`,
  all: (parts: string[]) => {
    const text = parts.join(' · ')
    return text.slice(0, 1).toUpperCase() + text.slice(1)
  },
  lessThanADay: 'less than a day',
  days: (count: number) => (count === 1 ? 'about a day' : `about ${formatNumber(count)} days`),
  months: (count: number) => `about ${formatNumber(count)} months`,
  years: 'more than two years',
} as const
