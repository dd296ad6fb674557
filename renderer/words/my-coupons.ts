import { ApiError, type FailureCode } from '../api/errors.ts'
import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'
import { wordsFor, type ProblemWords } from './problems.ts'

const en = {
  title: 'My coupons',
  tabsLabel: 'By state',
  tabs: { ASSIGNED: 'Ready', LOCKED: 'Locked', REDEEMED: 'Redeemed', VOID: 'Void' },
  take: 'Take a coupon',
  takeLead: 'These books are free for you to take from.',
  takeOne: 'Take one',
  takeOneOf: (book: string) => `Take one of ${book}`,
  noneToTake: 'There is nothing to take right now. The store gives out its coupons itself.',
  freeLeft: (count: number) => (count === 1 ? '1 left' : `${formatNumber(count)} left`),
  soldOut: 'None left',
  taken: 'It is yours',
  emptyTitle: {
    ASSIGNED: 'No coupon is ready',
    LOCKED: 'No coupon is locked',
    REDEEMED: 'Nothing redeemed yet',
    VOID: 'No coupon was taken out of use',
  },
  emptyNext: {
    ASSIGNED: 'Take one, or ask at the till: what the store gives you appears here.',
    LOCKED: 'Lock a ready coupon when you stand at the till; it is then held for you.',
    REDEEMED: 'What you have used appears here, with its history.',
    VOID: 'That is good news.',
  },
  ends: 'Ends',
  noEnd: 'No end',
  uses: 'Uses left',
  lastUsed: 'Last used',
  lock: 'Use it now',
  lockHint: 'Holds it for you while you stand at the till.',
  show: 'Show this at the till',
  unlock: 'Not now',
  redeem: 'Redeem it myself',
  atTill: (name: string) => `${name} has it at the till`,
  atTillNext: 'It is being rung up, or free again when the time is over.',
  history: 'History',
  lockOf: (code: string) => `Lock of ${code}`,
  confirmTitle: 'Redeem this coupon?',
  confirmLead: 'This uses it up for good. Do it only when the store asks you to.',
  confirmLeadMore: 'This takes one of its uses for good. Do it only when the store asks you to.',
  confirm: 'Redeem it',
  redeemed: 'Redeemed',
  receipt: (id: number) => `Receipt ${String(id)}`,
  loadMore: 'Load more',
  loading: 'Loading your coupons',
} as const

const es: Translated<typeof en> = {
  title: 'Mis cupones',
  tabsLabel: 'Por estado',
  tabs: { ASSIGNED: 'Listos', LOCKED: 'Bloqueados', REDEEMED: 'Canjeados', VOID: 'Anulados' },
  take: 'Tomar un cupón',
  takeLead: 'De estas cuponeras puedes tomar cupones.',
  takeOne: 'Tomar uno',
  takeOneOf: (book) => `Tomar uno de ${book}`,
  noneToTake: 'Ahora mismo no hay nada que tomar. La tienda reparte sus cupones ella misma.',
  freeLeft: (count) => (count === 1 ? 'Queda 1' : `Quedan ${formatNumber(count)}`),
  soldOut: 'No queda ninguno',
  taken: 'Ya es tuyo',
  emptyTitle: {
    ASSIGNED: 'No hay ningún cupón listo',
    LOCKED: 'No hay ningún cupón bloqueado',
    REDEEMED: 'Aún no hay nada canjeado',
    VOID: 'No se ha retirado ningún cupón',
  },
  emptyNext: {
    ASSIGNED: 'Toma uno, o pregunta en la caja: lo que te dé la tienda aparece aquí.',
    LOCKED: 'Bloquea un cupón listo cuando estés en la caja; queda guardado para ti.',
    REDEEMED: 'Lo que has usado aparece aquí, con su historial.',
    VOID: 'Buena noticia.',
  },
  ends: 'Termina',
  noEnd: 'Sin fin',
  uses: 'Usos que quedan',
  lastUsed: 'Último uso',
  lock: 'Usarlo ahora',
  lockHint: 'Lo guarda para ti mientras estás en la caja.',
  show: 'Enseña esto en la caja',
  unlock: 'Ahora no',
  redeem: 'Canjearlo yo',
  atTill: (name) => `${name} lo tiene en la caja`,
  atTillNext: 'Se está cobrando, o queda libre de nuevo cuando se acabe el tiempo.',
  history: 'Historial',
  lockOf: (code) => `Bloqueo de ${code}`,
  confirmTitle: '¿Canjear este cupón?',
  confirmLead: 'Se gasta para siempre. Hazlo solo cuando la tienda te lo pida.',
  confirmLeadMore: 'Gasta uno de sus usos para siempre. Hazlo solo cuando la tienda te lo pida.',
  confirm: 'Canjearlo',
  redeemed: 'Canjeado',
  receipt: (id) => `Recibo ${String(id)}`,
  loadMore: 'Cargar más',
  loading: 'Cargando tus cupones',
}

/** The words of a customer's own coupons. */
export const myCouponsWords = inLanguage(en, es)

const toOwnerEn = {
  assignment_limit_reached: {
    title: 'You have had all that this book allows',
    next: 'Take one of another book, or ask at the till.',
  },
  book_exhausted: {
    title: 'The last one has just gone',
    next: 'Take one of another book, or ask at the till.',
  },
  book_inactive: { title: 'The store has switched this book off', next: 'Ask at the till when it is back.' },
  book_expired: { title: 'This book has ended', next: 'Its coupons can no longer be used.' },
} as const satisfies Partial<Record<FailureCode, ProblemWords>>

const toOwnerEs: Translated<typeof toOwnerEn> = {
  assignment_limit_reached: {
    title: 'Ya has tenido todos los que permite esta cuponera',
    next: 'Toma uno de otra cuponera, o pregunta en la caja.',
  },
  book_exhausted: {
    title: 'El último acaba de irse',
    next: 'Toma uno de otra cuponera, o pregunta en la caja.',
  },
  book_inactive: {
    title: 'La tienda ha desactivado esta cuponera',
    next: 'Pregunta en la caja cuándo vuelve.',
  },
  book_expired: { title: 'Esta cuponera ha terminado', next: 'Sus cupones ya no se pueden usar.' },
}

const toTheOwner: Partial<Record<FailureCode, ProblemWords>> = inLanguage(toOwnerEn, toOwnerEs)

/** The words for a refusal, said to the customer whose coupon it is. */
export function wordsForOwner(error: unknown): ProblemWords {
  return (error instanceof ApiError && toTheOwner[error.code]) || wordsFor(error)
}
