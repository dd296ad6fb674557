import { formatNumber } from '../ui/format.ts'

const uses = (count: number): string => (count === 1 ? '1 redemption' : `${formatNumber(count)} redemptions`)

/** The words of the reports. */
export const reportWords = {
  title: 'Reports',
  span: (first: string, last: string, zone: string) =>
    first === last ? `${first}, as days are in ${zone}` : `${first} – ${last}, as days are in ${zone}`,
  allRedemptions: 'All redemptions',
  print: 'Print',
  asTable: 'As a table',
  asPicture: 'As a picture',

  by: {
    day: 'Redemptions by day',
    week: 'Redemptions by week',
    month: 'Redemptions by month',
    year: 'Redemptions by year',
  },
  period: { day: 'Day', week: 'Week', month: 'Month', year: 'Year' },
  total: (count: number, undone: number) =>
    undone === 0 ? uses(count) : `${uses(count)}, ${formatNumber(undone)} of them undone since`,
  counts: 'Counts',
  undone: 'Undone since',
  column: (when: string, count: number, undone: number) =>
    undone === 0 ? `${when}: ${uses(count)}` : `${when}: ${uses(count)}, ${formatNumber(undone)} undone`,

  byHour: 'By hour of the day',
  byHourLead: 'All days of the time together.',
  hour: 'Hour',
  hourSpan: (hour: number) => `${clock(hour)}–${clock((hour + 1) % 24)}`,
  hourTick: (hour: number) => String(hour).padStart(2, '0'),

  funnel: 'From assigned to redeemed',
  funnelLead: 'How often each was done in this time.',
  step: 'Step',
  times: 'Times',
  assigned: 'Assigned',
  locked: 'Locked',
  redeemed: 'Redeemed',
  share: (part: number, whole: number, of: string) =>
    whole === 0 ? undefined : `${formatNumber(Math.round((part / whole) * 100))} % as many as ${of}`,
  ofAssigned: 'assigned',
  locksExpired: (count: number) =>
    count === 0
      ? 'No lock ran out.'
      : count === 1
        ? '1 lock ran out before it was used.'
        : `${formatNumber(count)} locks ran out before they were used.`,
  locksExpiredRows: 'Which ones',

  byStaff: 'By whom',
  byStaffLead: 'Who redeemed; undone ones are counted.',
  person: 'Person',
  redemptions: 'Redemptions',
  nobody: 'Nobody redeemed in this time.',
  moreStaff: (count: number) => `and ${formatNumber(count)} more`,

  refusals: 'Refused, by reason',
  refusalsLead:
    'Tries that a rule refused. Older ones are forgotten after 31 days, or as the store’s settings say.',
  reason: 'Reason',
  noRefusals: 'Nothing was refused in this time.',
  refusalsOfAll: 'They are counted for the whole store, not by book.',
  refusalsShow: 'Show all books',

  stock: 'Stock now',
  stockLead: 'All coupons as they are now, whatever the time above.',
  stockByBook: 'Stock by book',
  greatest: (shown: number, newest: number | null) =>
    newest === null
      ? `The ${formatNumber(shown)} books with the most coupons.`
      : `The ${formatNumber(shown)} with the most coupons among the ${formatNumber(newest)} newest books.`,
  book: 'Book',
  all: 'All',
  moreBooks: 'All books',
  noCodes: 'There are no codes yet.',
  leadsToImport: 'Open the books',

  emptyTitle: 'Nothing happened in this time',
  emptyNext: 'No coupon was assigned, locked, redeemed or refused. Choose more days or another book.',
  longest: 'Show the last 365 days',
} as const

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}
