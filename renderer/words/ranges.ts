/** The words of choosing days, a book or a person to narrow a list by. */
export const rangeWords = {
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

export const filterWords = {
  book: 'Book',
  everyBook: 'All books',
  someBook: (id: string) => `Book ${id}`,
  somebody: (id: string) => `Person ${id}`,
  anybodyAgain: (label: string) => `${label}: anybody again`,
  clear: 'Take the filters away',
} as const
