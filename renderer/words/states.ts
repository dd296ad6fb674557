import type { Role } from '../../server/contracts/contract.ts'
import type { CouponState } from '../../server/contracts/coupon-resource.ts'
import type { Job, RejectReason } from '../../server/contracts/imports.ts'
import { inLanguage, type Translated } from '../ui/language.ts'
import type { StateLook } from '../ui/state-look.ts'

const en = {
  coupon: { UNASSIGNED: 'Free', ASSIGNED: 'Assigned', LOCKED: 'Locked', REDEEMED: 'Redeemed', VOID: 'Void' },
  job: { queued: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed', cancelled: 'Cancelled' },
  book: { running: 'Running', notStarted: 'Not started', ended: 'Ended', inactive: 'Switched off' },
  account: { active: 'Active', inactive: 'Deactivated' },
  pool: { active: 'Switched on', inactive: 'Switched off' },
  role: { customer: 'Customer', staff: 'Staff', manager: 'Manager', admin: 'Administrator' },
  reject: {
    empty: 'Nothing on this line',
    too_long: 'Longer than 64 characters',
    invalid_characters: 'Has characters that no code may have',
    reserved: 'A reserved word',
    malformed_row: 'The line does not fit the columns',
    duplicate_in_file: 'Twice in this file',
    duplicate_in_book: 'Already in this book',
    duplicate_in_store: 'Already in another book',
    invalid_name: 'No name, or one that cannot be kept',
    invalid_email: 'Not an e-mail address',
    invalid_external_id: 'A number that cannot be kept',
    already_user: 'Already in the store',
    unknown_user: 'Not in the store',
    already_member: 'Already in the pool',
  },
} as const

const es: Translated<typeof en> = {
  coupon: {
    UNASSIGNED: 'Libre',
    ASSIGNED: 'Asignado',
    LOCKED: 'Bloqueado',
    REDEEMED: 'Canjeado',
    VOID: 'Anulado',
  },
  job: {
    queued: 'En espera',
    running: 'En marcha',
    done: 'Terminado',
    failed: 'Fallido',
    cancelled: 'Cancelado',
  },
  book: { running: 'En marcha', notStarted: 'Sin empezar', ended: 'Terminada', inactive: 'Desactivada' },
  account: { active: 'Activa', inactive: 'Desactivada' },
  pool: { active: 'Activado', inactive: 'Desactivado' },
  role: { customer: 'Cliente', staff: 'Personal', manager: 'Encargado', admin: 'Administrador' },
  reject: {
    empty: 'Esta línea está vacía',
    too_long: 'Más de 64 caracteres',
    invalid_characters: 'Tiene caracteres que ningún código puede tener',
    reserved: 'Una palabra reservada',
    malformed_row: 'La línea no encaja en las columnas',
    duplicate_in_file: 'Dos veces en este archivo',
    duplicate_in_book: 'Ya está en esta cuponera',
    duplicate_in_store: 'Ya está en otra cuponera',
    invalid_name: 'Sin nombre, o uno que no se puede guardar',
    invalid_email: 'No es un correo electrónico',
    invalid_external_id: 'Un número que no se puede guardar',
    already_user: 'Ya está en la tienda',
    unknown_user: 'No está en la tienda',
    already_member: 'Ya está en el grupo',
  },
}

const words = inLanguage(en, es)

/** The word, the meaning's colour and the shape of each state: `<StatePill {...couponLook[coupon.state]} />`. */
export const couponLook: Record<CouponState, StateLook> = {
  UNASSIGNED: { word: words.coupon.UNASSIGNED, tone: 'info', shape: 'ring' },
  ASSIGNED: { word: words.coupon.ASSIGNED, tone: 'good', shape: 'dot' },
  LOCKED: { word: words.coupon.LOCKED, tone: 'held', shape: 'lock' },
  REDEEMED: { word: words.coupon.REDEEMED, tone: 'over', shape: 'check' },
  VOID: { word: words.coupon.VOID, tone: 'refused', shape: 'cross' },
}

export const jobLook: Record<Job['state'], StateLook> = {
  queued: { word: words.job.queued, tone: 'info', shape: 'ring' },
  running: { word: words.job.running, tone: 'held', shape: 'half' },
  done: { word: words.job.done, tone: 'good', shape: 'check' },
  failed: { word: words.job.failed, tone: 'refused', shape: 'cross' },
  cancelled: { word: words.job.cancelled, tone: 'over', shape: 'bar' },
}

/** Where a book stands: running, not started, ended or switched off. */
export const bookLook = {
  running: { word: words.book.running, tone: 'good', shape: 'dot' },
  notStarted: { word: words.book.notStarted, tone: 'info', shape: 'ring' },
  ended: { word: words.book.ended, tone: 'over', shape: 'bar' },
  inactive: { word: words.book.inactive, tone: 'over', shape: 'cross' },
} as const satisfies Record<string, StateLook>

/** Which of {@link bookLook} a book is; `now` is the server's time where it is known. */
export function bookStanding(
  book: { is_active: boolean; starts_at: string | null; expiration_date: string | null },
  now: Date = new Date(),
): keyof typeof bookLook {
  if (!book.is_active) return 'inactive'
  if (book.expiration_date !== null && new Date(book.expiration_date) <= now) return 'ended'
  if (book.starts_at !== null && new Date(book.starts_at) > now) return 'notStarted'
  return 'running'
}

export const accountLook = {
  active: { word: words.account.active, tone: 'good', shape: 'dot' },
  inactive: { word: words.account.inactive, tone: 'over', shape: 'bar' },
} as const satisfies Record<string, StateLook>

export const poolLook = {
  active: { word: words.pool.active, tone: 'good', shape: 'dot' },
  inactive: { word: words.pool.inactive, tone: 'over', shape: 'cross' },
} as const satisfies Record<string, StateLook>

export const roleWords: Record<Role, string> = words.role

export const rejectWords: Record<RejectReason, string> = words.reject
