import type { AuditEvent } from '../../server/contracts/audit-events.ts'
import type { AuditAction } from '../../server/contracts/audit.ts'
import { formatNumber } from '../ui/format.ts'
import { eventWords } from './coupon.ts'

/** The words of the list of everything that was done. */
export const auditWords = {
  title: 'Activity',
  lead: 'Who did what, and when. Nothing in it can be changed.',
  list: 'What was done',
  when: 'When',
  what: 'What',
  who: 'Who',
  action: 'What',
  everyAction: 'Everything',
  by: 'By',
  byAnybody: 'By anybody',
  customer: 'To',
  anyCustomer: 'To any customer',
  code: 'Whole code',
  export: 'Export CSV',
  exportTitle: 'Everything that is listed, as a file. For administrators.',
  fileName: 'activity.csv',
  noneTitle: 'Nothing of this kind',
  noneNext: 'Choose more days, or take the filters away.',
  showAll: 'Show everything',
  emptyTitle: 'Nothing done yet',

  till: 'Till',
  coupon: 'Coupon',
  book: 'Book',
  toWhom: 'About',
  report: 'Report',
  reportOpen: 'Open its report',
  pool: 'Pool',
  poolOpen: 'Open the pool',
  version: 'Version of the coupon',
  request: 'Request',
  number: 'Number',
  details: 'Details',
  allBy: (name: string) => `Everything by ${name}`,
  allOf: 'Everything of this coupon',
  nothing: 'none',
  change: (before: string, after: string) => `${before} → ${after}`,
  yes: 'yes',
  no: 'no',
} as const

/** The actions by what they are about; each stands in one group. */
export const actionGroups: readonly { label: string; actions: readonly AuditAction[] }[] = [
  {
    label: 'Coupons',
    actions: [
      'coupon.assigned',
      'coupon.locked',
      'coupon.lock_extended',
      'coupon.lock_handed_over',
      'coupon.unlocked',
      'coupon.lock_expired',
      'coupon.redeemed',
      'coupon.rolled_back',
      'undo.requested',
      'undo.refused',
      'coupon.voided',
    ],
  },
  {
    label: 'Books and codes',
    actions: [
      'book.created',
      'book.updated',
      'codes.imported',
      'import.cancelled',
      'codes.generated',
      'generation.cancelled',
      'codes.exported',
      'codes.voided',
      'redemptions.exported',
    ],
  },
  {
    label: 'Pools',
    actions: [
      'pool.created',
      'pool.updated',
      'pool.deleted',
      'pool.users_added',
      'pool.users_removed',
      'pool.users_imported',
      'book.distributed',
      'distribution.cancelled',
    ],
  },
  {
    label: 'People and accounts',
    actions: [
      'user.created',
      'user.updated',
      'user.deactivated',
      'user.anonymised',
      'users.imported',
      'user.logged_in',
      'user.logged_out',
      'user.session_ended',
      'user.password_changed',
      'user.password_reset',
    ],
  },
  {
    label: 'Store',
    actions: ['store.set_up', 'settings.updated', 'retention.purged', 'api_key.created', 'api_key.revoked'],
  },
]

/** An action in words, of no event in particular. */
export function actionWords(action: AuditAction): string {
  return eventWords({ action, user_name: null, details: {} })
}

/** What an event is about, beside its sentence: coupon, book, pool, person, amounts, reason; what is there of them. */
export function eventSubject(event: AuditEvent): string[] {
  const { details } = event
  const sentence = eventWords(event)
  const isNews = (text: unknown): text is string =>
    typeof text === 'string' && text !== '' && !sentence.includes(text)
  const names = [event.code, event.book_name, details['pool_name'], details['name']]
  const person = event.user_id === event.actor_id ? null : event.user_name
  const parts = new Set([...names, person, ...amountsOf(event), details['reason']].filter(isNews))
  return [...parts]
}

function amountsOf({ action, details }: AuditEvent): string[] {
  return Object.entries(amounts(action)).flatMap(([key, unit]) => {
    const value = details[key]
    return typeof value === 'number' ? [`${formatNumber(value)} ${unit}`] : []
  })
}

const amounts = (action: AuditAction): Record<string, string> => ({
  imported: 'imported',
  rejected: 'refused',
  assigned: 'given',
  voided: 'void',
  audit_events: 'entries of the record',
  jobs: 'jobs',
  idempotency_keys: 'stored answers',
  count: action.startsWith('pool.') ? 'members' : 'codes',
})
