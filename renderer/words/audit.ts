import type { AuditEvent } from '../../server/contracts/audit-events.ts'
import type { AuditAction } from '../../server/contracts/audit.ts'
import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'
import { eventWords } from './coupon.ts'

const wordsEn = {
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
  toBook: 'The book',
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

const wordsEs: Translated<typeof wordsEn> = {
  title: 'Actividad',
  lead: 'Quién hizo qué, y cuándo. Nada de esto se puede cambiar.',
  list: 'Lo que se hizo',
  when: 'Cuándo',
  what: 'Qué',
  who: 'Quién',
  action: 'Qué',
  everyAction: 'Todo',
  by: 'Por',
  byAnybody: 'Por cualquiera',
  customer: 'A',
  anyCustomer: 'A cualquier cliente',
  code: 'Código entero',
  export: 'Exportar CSV',
  exportTitle: 'Todo lo de la lista, en un archivo. Para administradores.',
  fileName: 'actividad.csv',
  noneTitle: 'No hay nada de este tipo',
  noneNext: 'Elige más días, o quita los filtros.',
  showAll: 'Mostrarlo todo',
  emptyTitle: 'Aún no se ha hecho nada',

  till: 'Caja',
  coupon: 'Cupón',
  book: 'Cuponera',
  toBook: 'La cuponera',
  toWhom: 'Sobre',
  report: 'Informe',
  reportOpen: 'Abrir su informe',
  pool: 'Grupo',
  poolOpen: 'Abrir el grupo',
  version: 'Versión del cupón',
  request: 'Petición',
  number: 'Número',
  details: 'Detalles',
  allBy: (name) => `Todo lo que hizo ${name}`,
  allOf: 'Todo lo de este cupón',
  nothing: 'nada',
  change: (before, after) => `${before} → ${after}`,
  yes: 'sí',
  no: 'no',
}

/** The words of the list of everything that was done. */
export const auditWords = inLanguage(wordsEn, wordsEs)

const groups = inLanguage(
  {
    coupons: 'Coupons',
    books: 'Books and codes',
    pools: 'Pools',
    people: 'People and accounts',
    store: 'Store',
  },
  {
    coupons: 'Cupones',
    books: 'Cuponeras y códigos',
    pools: 'Grupos',
    people: 'Personas y cuentas',
    store: 'Tienda',
  },
)

/** The actions by what they are about; each stands in one group. */
export const actionGroups: readonly { label: string; actions: readonly AuditAction[] }[] = [
  {
    label: groups.coupons,
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
    label: groups.books,
    actions: [
      'book.created',
      'book.updated',
      'codes.imported',
      'import.cancelled',
      'codes.generated',
      'generation.cancelled',
      'codes.exported',
      'codes.voided',
      'void.cancelled',
      'redemptions.exported',
    ],
  },
  {
    label: groups.pools,
    actions: [
      'pool.created',
      'pool.updated',
      'pool.deleted',
      'pool.users_added',
      'pool.users_removed',
      'pool.users_imported',
      'book.distributed',
      'distribution.cancelled',
      'distribution.exported',
    ],
  },
  {
    label: groups.people,
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
    label: groups.store,
    actions: [
      'store.set_up',
      'settings.updated',
      'retention.purged',
      'audit.exported',
      'api_key.created',
      'api_key.revoked',
    ],
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

const unitsEn = {
  imported: 'imported',
  rejected: 'refused',
  assigned: 'given',
  voided: 'void',
  entries: 'entries of the record',
  jobs: 'jobs',
  answers: 'stored answers',
  members: 'members',
  codes: 'codes',
} as const

const unitsEs: Translated<typeof unitsEn> = {
  imported: 'importados',
  rejected: 'rechazados',
  assigned: 'asignados',
  voided: 'anulados',
  entries: 'entradas del registro',
  jobs: 'trabajos',
  answers: 'respuestas guardadas',
  members: 'miembros',
  codes: 'códigos',
}

const units = inLanguage(unitsEn, unitsEs)

const amounts = (action: AuditAction): Record<string, string> => ({
  imported: units.imported,
  rejected: units.rejected,
  assigned: units.assigned,
  voided: units.voided,
  audit_events: units.entries,
  jobs: units.jobs,
  idempotency_keys: units.answers,
  count: action.startsWith('pool.') ? units.members : units.codes,
})
