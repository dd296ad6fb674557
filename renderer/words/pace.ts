import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const unos = (count: number, what: string): string =>
  count === 1 ? `cerca de 1 ${what}` : `unos ${formatNumber(count)} ${what}s`

const en = {
  title: 'Over the last 30 days. Opens the report of this book.',
  often: { day: 'a day', week: 'a week', month: 'a month' },
  redeemed: (count: number, often: string) => `about ${formatNumber(count)} redeemed ${often}`,
  given: (count: number, often: string) => `about ${formatNumber(count)} given away ${often}`,
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

const es: Translated<typeof en> = {
  title: 'En los últimos 30 días. Abre el informe de esta cuponera.',
  often: { day: 'al día', week: 'a la semana', month: 'al mes' },
  redeemed: (count, often) => `${unos(count, 'canjeado')} ${often}`,
  given: (count, often) => `${unos(count, 'asignado')} ${often}`,
  last: (long) => `a ese ritmo, los códigos libres duran ${long}`,
  all: (parts) => {
    const text = parts.join(' · ')
    return text.slice(0, 1).toUpperCase() + text.slice(1)
  },
  lessThanADay: 'menos de un día',
  days: (count) => (count === 1 ? 'cerca de un día' : `unos ${formatNumber(count)} días`),
  months: (count) => `unos ${formatNumber(count)} meses`,
  years: 'más de dos años',
}

/** The words of how fast a book is used. */
export const paceWords = inLanguage(en, es)
