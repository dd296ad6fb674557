import { inLanguage, type Translated } from '../ui/language.ts'

const rangesEn = {
  label: 'When',
  names: {
    all: 'Any time',
    today: 'Today',
    '7d': 'Last 7 days',
    '30d': 'Last 30 days',
    '90d': 'Last 90 days',
    '365d': 'Last 365 days',
    own: 'From … to …',
  },
  first: 'First day',
  last: 'Last day',
  zone: (zone: string) => `Days are those of the store, ${zone}.`,
  notADay: 'This is not a day. Choose one from 1900 on.',
  order: 'The last day must not be before the first.',
  problemNext: 'Nothing is read until the days fit.',
} as const

const rangesEs: Translated<typeof rangesEn> = {
  label: 'Cuándo',
  names: {
    all: 'Siempre',
    today: 'Hoy',
    '7d': 'Últimos 7 días',
    '30d': 'Últimos 30 días',
    '90d': 'Últimos 90 días',
    '365d': 'Últimos 365 días',
    own: 'Del … al …',
  },
  first: 'Primer día',
  last: 'Último día',
  zone: (zone) => `Los días son los de la tienda, ${zone}.`,
  notADay: 'Esto no es un día. Elige uno a partir de 1900.',
  order: 'El último día no puede ser anterior al primero.',
  problemNext: 'No se lee nada hasta que los días encajen.',
}

/** The words of choosing days, a book or a person to narrow a list by. */
export const rangeWords = inLanguage(rangesEn, rangesEs)

const filtersEn = {
  book: 'Book',
  everyBook: 'All books',
  someBook: (id: string) => `Book ${id}`,
  somebody: (id: string) => `Person ${id}`,
  anybodyAgain: (label: string) => `${label}: anybody again`,
  clear: 'Take the filters away',
} as const

const filtersEs: Translated<typeof filtersEn> = {
  book: 'Cuponera',
  everyBook: 'Toda cuponera',
  someBook: (id) => `Cuponera ${id}`,
  somebody: (id) => `Persona ${id}`,
  anybodyAgain: (label) => `${label}: otra vez cualquiera`,
  clear: 'Quitar los filtros',
}

export const filterWords = inLanguage(filtersEn, filtersEs)
