import { formatNumber } from '../ui/format.ts'

const coupons = (count: number): string => (count === 1 ? '1 coupon' : `${formatNumber(count)} coupons`)

/** The words of the list of books and of one book. */
export const bookWords = {
  title: 'Books',
  search: 'Search books by name',
  filter: 'Which books',
  filters: { all: 'All books', on: 'Switched on', off: 'Switched off' },
  list: 'Books',
  name: 'Book',
  state: 'State',
  stock: 'Stock',
  free: 'Free',
  assigned: 'Assigned',
  locked: 'Locked',
  redeemed: 'Redeemed',
  void: 'Void',
  ends: 'Ends',
  noEnd: 'No end',
  noCodes: 'No codes yet',
  freeOf: (free: number, total: number) => `${formatNumber(free)} of ${formatNumber(total)} free`,
  newBook: 'New book',
  emptyTitle: 'Your first book',
  emptyNext:
    'A book holds the codes of one offer and its rules. Name it, then bring in the codes: from a CSV file, or pasted.',
  emptyForStaff: 'A manager makes the first book. Its coupons can then be assigned and redeemed.',
  makeFirst: 'Make the first book',
  noneTitle: 'No book fits',
  noneNext: 'Search for a part of its name, or look at all books.',
  showAll: 'Show all books',

  back: 'Books',
  tabs: 'Parts of the book',
  tab: {
    coupons: 'Coupons',
    redemptions: 'Redemptions',
    distributions: 'Distributions',
    rules: 'Rules',
    imports: 'Imports',
  },
  freeOfTotal: (total: number) => (total === 0 ? 'free: the book is empty' : `free of ${coupons(total)}`),
  import: 'Import codes',
  generate: 'Generate codes',
  importShort: 'Import',
  generateShort: 'Generate',
  more: 'More to do with this book',
  assign: 'Assign coupons',
  switchOff: 'Switch off',
  switchOn: 'Switch on',
  switchOffTitle: (name: string) => `Switch off “${name}”?`,
  switchOffNext:
    'From this moment none of its coupons can be assigned, locked or redeemed. Nothing is lost: switched on again, it goes on as before.',
  switchOnTitle: (name: string) => `Switch on “${name}”?`,
  switchOnNext: 'Its coupons can be assigned, locked and redeemed again, within its days.',
  switchedOff: 'The book is switched off',
  switchedOn: 'The book is switched on',
  voidRest: 'Void the free codes',
} as const

/** The words of voiding what is left of a book. */
export const voidRestWords = {
  title: (count: number) =>
    count === 1 ? 'Void the one free code?' : `Void ${formatNumber(count)} free codes?`,
  next: (name: string) =>
    `Nobody can ever be given or redeem them again. Codes of “${name}” that somebody owns stay as they are. This cannot be undone.`,
  reason: 'Reason',
  reasonHint: 'Stands in the history of each code, such as “The offer is over”.',
  reasonNeeded: 'Say why.',
  keep: 'Keep them',
  confirm: (count: number) => (count === 1 ? 'Void 1 code' : `Void ${formatNumber(count)} codes`),
  done: (count: number) => (count === 1 ? '1 code is void' : `${formatNumber(count)} codes are void`),
  none: 'No code was free any more',
  noneNext: 'Somebody was faster: nothing was voided.',
} as const

/** The words of a book's form. Each hint says what the rule means in the shop. */
export const bookFormWords = {
  newTitle: 'A new book',
  create: 'Make the book',
  save: 'Save the rules',
  saved: 'Rules saved',
  nothingChanged: 'Nothing has changed.',
  undo: 'Undo the changes',
  name: 'Name',
  nameHint: 'What staff and customers see, such as “Summer reading”.',
  description: 'Description',
  descriptionHint: 'What the coupon is good for. Staff see it at the till.',
  more: 'Dates and rules',
  moreHint: 'Without them: no end, each coupon works once, one owner each.',
  dates: 'When',
  zone: (zone: string) => `Days are those of the store, ${zone}.`,
  starts: 'First day',
  startsHint: 'Empty: its coupons work at once.',
  ends: 'Last day',
  endsHint: 'Its coupons work until the end of this day. Empty: no end.',
  till: 'At the till',
  lockSeconds: 'Lock, in seconds',
  lockSecondsHint: (store: number) =>
    `How long a till keeps a coupon for itself while it rings up the sale. Empty: as everywhere in the store, ${formatNumber(store)}.`,
  requireLock: 'Lock before redeeming',
  requireLockHint: 'Staff first lock the coupon, then redeem it. For offers that take time to ring up.',
  multi: 'A coupon works more than once',
  multiHint: 'For cards such as “ten coffees”. Off: each coupon works once.',
  uses: 'Uses of each coupon',
  usesHint: 'Empty: no limit. A code that was imported with its own number keeps that.',
  customers: 'Customers',
  perCustomer: 'Coupons for each customer',
  perCustomerHint:
    'How many of this book one customer may ever be given; used ones count, void ones do not. Empty: no limit.',
  paper: 'Paper coupons',
  paperHint:
    'A code may be redeemed though nobody owns it, as with flyers. It is then booked to Walk-in or to the customer you name.',
  selfService: 'Customers take their own',
  selfServiceHint: 'Whoever logs in as a customer may take a free coupon of this book.',
  errors: {
    name: 'Give the book a name.',
    number: (least: number, most: number) =>
      `Type a whole number from ${formatNumber(least)} to ${formatNumber(most)}, or leave it empty.`,
    date: 'This is not a date.',
    order: 'The last day must not be before the first.',
  },
} as const

/** A book's rules as sentences, for those who only read them. */
export const ruleWords = {
  once: 'Each coupon works once.',
  times: (uses: number) => `Each coupon works ${formatNumber(uses)} times.`,
  unlimited: 'Each coupon works as often as it is shown.',
  lock: (seconds: number) => `A till locks a coupon for ${span(seconds)}.`,
  storeLock: (seconds: number) => `A till locks a coupon for ${span(seconds)}, as everywhere in the store.`,
  requireLock: 'It has to be locked before it is redeemed.',
  perCustomer: (most: number) => `A customer may be given ${coupons(most)} of this book at most.`,
  paper: 'A free code may be redeemed without an owner.',
  selfService: 'Customers may take a free coupon themselves.',
  from: (day: string) => `Works from ${day} on.`,
  until: (day: string) => `Works until the end of ${day}.`,
  noEnd: 'Has no end.',
} as const

function span(seconds: number): string {
  if (seconds % 60 !== 0) return `${formatNumber(seconds)} seconds`
  return seconds === 60 ? 'one minute' : `${formatNumber(seconds / 60)} minutes`
}

/** The words of a book's lists: coupons, redemptions, imports. */
export const bookListWords = {
  couponSearch: 'Search by code, name or e-mail',
  state: 'State',
  everyState: 'Every state',
  coupons: 'Coupons',
  exportAll: 'Export all as CSV',
  exportState: (state: string) => `Export “${state}” as CSV`,
  exportFile: (book: string, state: string) => `${book} ${state} codes.csv`.replace(/\s+/g, ' '),
  exportRedemptions: 'Export as CSV',
  redemptionsFile: (book: string) => `${book} redemptions.csv`,
  code: 'Code',
  owner: 'Owner',
  nobody: 'Nobody',
  uses: 'Uses',
  usesOf: (used: number, limit: number | null) =>
    limit === null ? formatNumber(used) : `${formatNumber(used)} of ${formatNumber(limit)}`,
  changed: 'Last change',
  given: 'Given',
  noCodesTitle: 'No codes yet',
  noCodesNext: 'Bring in the codes of this book: from a CSV file, or pasted from anywhere.',
  noCodesForStaff: 'A manager brings in the codes of this book.',
  noneTitle: 'No coupon fits',
  noneNext: 'Search for the beginning of a code, of an e-mail address, or a name.',
  showAll: 'Show all coupons',
  redemptions: 'Redemptions',
  receipt: 'Receipt',
  when: 'When',
  by: 'By',
  till: 'Till',
  noRedemptionsTitle: 'Nothing redeemed yet',
  noRedemptionsNext: 'Each use of a coupon of this book appears here, with who took it and at which till.',
} as const

/** The words of giving free coupons to a customer. */
export const assignWords = {
  title: 'Assign coupons',
  ofBook: (book: string) => `Free coupons of “${book}”, drawn by chance.`,
  toPerson: (name: string) => `Free coupons for ${name}, drawn by chance.`,
  book: 'Book',
  chooseBook: 'Choose a book',
  bookChoice: (name: string, free: number) => `${name} · ${formatNumber(free)} free`,
  customer: 'Customer',
  count: 'How many',
  countHint: (free: number) => `From 1 to 100. ${formatNumber(free)} are free.`,
  countPlain: 'From 1 to 100.',
  countError: 'Type a whole number from 1 to 100.',
  give: (count: number, name: string | undefined) =>
    name === undefined ? `Give ${coupons(count)}` : `Give ${coupons(count)} to ${name}`,
  done: (count: number, name: string) => `${coupons(count)} given to ${name}`,
  copyAll: 'Copy all codes',
  copied: 'Copied',
  again: 'Give more',
  close: 'Done',
} as const
