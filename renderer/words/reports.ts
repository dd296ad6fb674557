import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const uses = (count: number): string => (count === 1 ? '1 redemption' : `${formatNumber(count)} redemptions`)

const canjes = (count: number): string => (count === 1 ? '1 canje' : `${formatNumber(count)} canjes`)

const deshechos = (count: number): string => (count === 1 ? '1 deshecho' : `${formatNumber(count)} deshechos`)

const en = {
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

const es: Translated<typeof en> = {
  title: 'Informes',
  span: (first, last, zone) =>
    first === last ? `${first}, según los días de ${zone}` : `${first} – ${last}, según los días de ${zone}`,
  allRedemptions: 'Todos los canjes',
  print: 'Imprimir',
  asTable: 'Como tabla',
  asPicture: 'Como gráfico',

  by: {
    day: 'Canjes por día',
    week: 'Canjes por semana',
    month: 'Canjes por mes',
    year: 'Canjes por año',
  },
  period: { day: 'Día', week: 'Semana', month: 'Mes', year: 'Año' },
  total: (count, undone) => (undone === 0 ? canjes(count) : `${canjes(count)}, ${deshechos(undone)} después`),
  counts: 'Cuentan',
  undone: 'Deshechos después',
  column: (when, count, undone) =>
    undone === 0 ? `${when}: ${canjes(count)}` : `${when}: ${canjes(count)}, ${deshechos(undone)}`,

  byHour: 'Por hora del día',
  byHourLead: 'Todos los días de este tiempo juntos.',
  hour: 'Hora',
  hourTick: (hour) => String(hour).padStart(2, '0'),

  funnel: 'De asignado a canjeado',
  funnelLead: 'Cuántas veces se hizo cada cosa en este tiempo.',
  step: 'Paso',
  times: 'Veces',
  assigned: 'Asignados',
  locked: 'Bloqueados',
  redeemed: 'Canjeados',
  share: (part, whole, of) =>
    whole === 0 ? undefined : `el ${formatNumber(Math.round((part / whole) * 100))} % de los ${of}`,
  ofAssigned: 'asignados',
  locksExpired: (count) =>
    count === 0
      ? 'Ningún bloqueo se quedó sin tiempo.'
      : count === 1
        ? '1 bloqueo se quedó sin tiempo antes de usarse.'
        : `${formatNumber(count)} bloqueos se quedaron sin tiempo antes de usarse.`,
  locksExpiredRows: 'Cuáles',

  byStaff: 'Por quién',
  byStaffLead: 'Quién canjeó; los deshechos también cuentan.',
  person: 'Persona',
  redemptions: 'Canjes',
  nobody: 'Nadie canjeó en este tiempo.',
  moreStaff: (count) => `y ${formatNumber(count)} más`,

  refusals: 'Rechazados, por motivo',
  refusalsLead:
    'Intentos que una regla rechazó. Los antiguos se olvidan a los 31 días, o según los ajustes de la tienda.',
  reason: 'Motivo',
  noRefusals: 'No se rechazó nada en este tiempo.',
  refusalsOfAll: 'Se cuentan para toda la tienda, no por cuponera.',
  refusalsShow: 'Mostrar todas las cuponeras',

  stock: 'Existencias ahora',
  stockLead: 'Todos los cupones como están ahora, sea cual sea el tiempo de arriba.',
  stockByBook: 'Existencias por cuponera',
  greatest: (shown, newest) =>
    newest === null
      ? `Las ${formatNumber(shown)} cuponeras con más cupones.`
      : `Las ${formatNumber(shown)} con más cupones entre las ${formatNumber(newest)} cuponeras más nuevas.`,
  book: 'Cuponera',
  all: 'Todos',
  moreBooks: 'Todas las cuponeras',
  noCodes: 'Aún no hay códigos.',
  leadsToImport: 'Abrir las cuponeras',

  emptyTitle: 'No pasó nada en este tiempo',
  emptyNext: 'No se asignó, bloqueó, canjeó ni rechazó ningún cupón. Elige más días u otra cuponera.',
  longest: 'Mostrar los últimos 365 días',
}

/** The words of the reports. */
export const reportWords = inLanguage(en, es)
