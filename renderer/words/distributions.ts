import type { Distribution, SkipReason } from '../../server/contracts/distributions.ts'
import { formatNumber } from '../ui/format.ts'

const codes = (count: number): string => (count === 1 ? '1 code' : `${formatNumber(count)} codes`)
const people = (count: number): string => (count === 1 ? '1 person' : `${formatNumber(count)} people`)
const members = (count: number): string => (count === 1 ? '1 member' : `${formatNumber(count)} members`)
const free = (count: number): string => `${formatNumber(count)} free`

/** A distribution that ended, for those who look elsewhere. */
function notice({ state, assigned, recipients, pool_name, error }: Distribution): {
  title: string
  body: string
} {
  const title = state === 'done' ? gaveTitle(assigned, recipients) : failedTitle
  return { title, body: [pool_name, error].filter(Boolean).join('\n').slice(0, 500) }
}

const gaveTitle = (given: number, to: number): string => `${codes(given)} given to ${people(to)}`
const failedTitle = 'The distribution failed'

/** The words of choosing who gets what, and of what would happen. */
export const distributeWords = {
  title: 'Distribute codes',
  lead: 'Free codes of a book go to the members of a pool, all in one moment. Nothing happens before you press the button.',
  verb: 'Distribute',
  books: 'Books',

  book: 'Book',
  bookSearch: 'Search books by name',
  booksFound: 'Books found',
  bookNote: (unassigned: number) => free(unassigned),
  noBook: (typed: string) => (typed === '' ? 'There is no book yet.' : `No book is called like “${typed}”.`),
  pool: 'Pool',
  poolSearch: 'Search pools by name',
  poolsFound: 'Pools found',
  poolNote: members,
  noPool: (typed: string) => (typed === '' ? 'There is no pool yet.' : `No pool is called like “${typed}”.`),
  found: (count: number) => `${formatNumber(count)} found`,
  searching: 'Searching',
  change: 'Change',

  mode: 'Who gets how many',
  modes: {
    equal: { label: 'The same for each', hint: 'Every member gets the same number of codes.' },
    random: { label: 'By chance', hint: 'A number of codes is spread over the members by lot.' },
  },
  each: 'Codes for each member',
  eachHint: 'From 1 to 1,000.',
  total: 'Codes in all',
  totalHint: 'Left empty: all that are free.',
  wholeNumber: (most: number) => `Type a whole number from 1 to ${formatNumber(most)}.`,
  shortage: 'When there are too few codes',
  shortages: {
    refuse: { label: 'Give nobody any', hint: 'All get theirs, or nothing happens.' },
    partial: { label: 'As far as it goes', hint: 'Some get theirs; the report says who did not.' },
  },

  preFlight: 'What will happen',
  standsHere: 'What would happen stands here before anything does.',
  waitsForBoth: 'Choose a book and a pool.',
  waitsForBook: 'Choose a book.',
  waitsForPool: 'Choose a pool.',
  waitsForNumber: 'Correct the number first.',
  checking: 'Counting…',
  canReceive: (able: number, all: number) => `${formatNumber(able)} of ${formatNumber(all)} can receive`,
  takes: 'Codes it takes',
  given: 'Codes given',
  reached: 'Members who get theirs',
  short: 'Codes short',
  free: 'Free codes in the book',
  after: 'Free codes left in the book',
  byChance: 'Who gets how many is drawn when it happens.',
  leftOut: (count: number) => (count === 1 ? '1 gets nothing' : `${formatNumber(count)} get nothing`),
  leftOutShown: (shown: number, all: number) =>
    `The first ${formatNumber(shown)} of ${formatNumber(all)} who get nothing`,
  skipCounts: {
    inactive: (count: number) => `${formatNumber(count)} deactivated`,
    assignment_limit_reached: (count: number) => `${formatNumber(count)} at their limit`,
    no_codes_left: (count: number) => `${formatNumber(count)} for whom no code is left`,
  } satisfies Record<SkipReason, (count: number) => string>,
  atLimitOrInactive: (count: number) => `${formatNumber(count)} deactivated or at their limit`,
  codesShort: (count: number) => `${codes(count)} short`,

  giveNothing: 'Give codes',
  give: (mode: Distribution['mode'], given: number, to: number) =>
    mode === 'equal' ? `Give ${codes(given)} to ${people(to)}` : `Give ${codes(given)} among ${people(to)}`,
} as const

/** Why nothing is given, in the words of whoever distributes: what happened, and what to do. */
export const distributionRefusals = {
  poolEmpty: {
    title: 'Nobody in this pool can receive',
    next: 'It has no active member. Add customers to it, then come back.',
  },
  poolInactive: { title: 'This pool is switched off', next: 'Switch it on, or choose another one.' },
  bookExhausted: {
    title: 'No code of this book is free',
    next: 'Import or generate more codes, or choose another book.',
  },
  notEnough: (needed: number, available: number) => ({
    title: `Too few codes: ${formatNumber(needed)} needed, ${formatNumber(available)} free`,
    next: 'Give as far as it goes, give fewer to each, or add codes to the book.',
  }),
  notEnoughByChance: (needed: number, available: number) => ({
    title: `Too few codes: ${formatNumber(needed)} asked for, ${formatNumber(available)} free`,
    next: 'Give as far as it goes, ask for fewer, or add codes to the book.',
  }),
  allAtLimit: (limit: number) => ({
    title: 'Every member holds all that this book allows',
    next: `It allows ${codes(limit)} for each customer. Raise that in its rules, give fewer to each, or choose another book.`,
  }),
  noRoom: (needed: number, room: number) => ({
    title: `The members may hold ${codes(room)} more of this book, not ${formatNumber(needed)}`,
    next: 'Give as far as it goes, ask for fewer, or raise the limit for each customer in the rules of the book.',
  }),
  bookInactive: { title: 'This book is switched off', next: 'Switch it on, or choose another one.' },
  bookExpired: {
    title: 'This book has ended',
    next: 'Nobody could use its codes. Move its last day, or choose another book.',
  },
  bookNotStarted: {
    title: 'This book has not started yet',
    next: 'Its codes can be given from its first day on. Move that day, or come back then.',
  },
  ways: {
    members: 'Add members',
    pool: 'Open the pool',
    book: 'Open the book',
    rules: 'See its rules',
    import: 'Import codes',
    generate: 'Generate codes',
    partial: 'As far as it goes',
  },
} as const

/** The words of one distribution, under way and afterwards, and of the list of them. */
export const distributionWords = {
  one: 'Distribution',
  title: (pool: string) => `Codes for “${pool}”`,
  ofBook: (book: string) => `From “${book}”`,
  equal: (each: number) => `${codes(each)} for each member`,
  random: 'spread by chance',
  book: 'Book',
  running: 'Giving codes',
  preparing: 'Counting members and codes',
  cancel: 'Cancel the distribution',
  away: 'The server is away. It goes on as soon as it is back, or is undone as a whole.',
  gaveTitle,
  gaveAll: 'Every member of the pool got theirs.',
  gaveByChance: 'Chance decided who got how many.',
  gaveSome: (left: number) => `${members(left)} got nothing; “Left out” says who and why.`,
  cancelledTitle: 'The distribution was cancelled',
  failedTitle,
  nothingGiven: 'Nobody was given anything.',
  again: 'Set it up again',
  notice,

  parts: 'Parts of the report',
  received: 'Received',
  leftOut: 'Left out',
  name: 'Name',
  email: 'E-mail',
  codes: 'Codes',
  noEmail: 'No e-mail',
  more: (count: number) => `and ${formatNumber(count)} more`,
  download: 'Download CSV for a mail merge',
  file: (id: number) => `distribution-${String(id)}.csv`,
  nobody: 'Nobody received a code',
  nobodyNext: 'The report of what was left out says why.',
  nobodyLeftOut: 'Nobody was left out',
  why: 'Why',
  whyShort: {
    inactive: 'Deactivated account',
    assignment_limit_reached: 'Holds all that the book allows',
    no_codes_left: 'No code was left',
  } satisfies Record<SkipReason, string>,
  firstShown: (shown: number, all: number) =>
    `The first ${formatNumber(shown)} of ${formatNumber(all)} are shown.`,

  list: 'Distributions',
  when: 'When',
  pool: 'Pool',
  given: 'Codes',
  recipients: 'Members',
  state: 'State',
  emptyTitle: 'Nothing distributed yet',
  emptyOfBook:
    'Give the codes of this book to all members of a pool in one go; each time appears here with its report.',
  emptyOfPool:
    'Give the codes of a book to all members of this pool in one go; each time appears here with its report.',
} as const
