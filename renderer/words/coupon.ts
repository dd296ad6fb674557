import type { AuditAction } from '../../server/contracts/audit.ts'
import type { CouponEvent } from '../../server/contracts/coupon-resource.ts'
import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const wordsEn = {
  title: 'Coupon',
  owner: 'Owner',
  nobody: 'Nobody yet',
  book: 'Book',
  assigned: 'Assigned',
  uses: 'Uses',
  usesOf: (used: number, limit: number | null) =>
    limit === null ? `${formatNumber(used)}, no limit` : `${formatNumber(used)} of ${formatNumber(limit)}`,
  lastUse: 'Last use',
  lastUseBy: (name: string, till: string | null) => (till === null ? `by ${name}` : `by ${name} at ${till}`),
  lock: 'Lock',
  lockBy: (name: string | null, till: string | null) =>
    [name === null ? undefined : `by ${name}`, till === null ? undefined : `at ${till}`]
      .filter(Boolean)
      .join(' '),
  kept: 'From its file',
  atTill: 'Open at the till',
  history: 'History',
  noHistory: 'Nothing has happened to it yet.',
  noLongerKept: 'What happened before is no longer kept, as the store’s settings say.',
  void: 'Void',
  voidTitle: 'Take this coupon out of use for good?',
  voidNext:
    'It can never be used again, and this cannot be undone. The customer and the staff see it as void.',
  voidReason: 'Reason',
  voidReasonHint: 'Stands in its history, such as “Printed twice”.',
  voidReasonNeeded: 'Say why.',
  voidConfirm: 'Void the coupon',
  voidKeep: 'Keep it',
  voided: 'The coupon is void',
} as const

const wordsEs: Translated<typeof wordsEn> = {
  title: 'Cupón',
  owner: 'Titular',
  nobody: 'Todavía nadie',
  book: 'Cuponera',
  assigned: 'Asignado',
  uses: 'Usos',
  usesOf: (used, limit) =>
    limit === null ? `${formatNumber(used)}, sin límite` : `${formatNumber(used)} de ${formatNumber(limit)}`,
  lastUse: 'Último uso',
  lastUseBy: (name, till) => (till === null ? `por ${name}` : `por ${name} en ${till}`),
  lock: 'Bloqueo',
  lockBy: (name, till) =>
    [name === null ? undefined : `por ${name}`, till === null ? undefined : `en ${till}`]
      .filter(Boolean)
      .join(' '),
  kept: 'De su archivo',
  atTill: 'Abrir en la caja',
  history: 'Historial',
  noHistory: 'Todavía no le ha pasado nada.',
  noLongerKept: 'Lo anterior ya no se conserva, según los ajustes de la tienda.',
  void: 'Anular',
  voidTitle: '¿Retirar este cupón para siempre?',
  voidNext:
    'No podrá usarse nunca más, y esto no se puede deshacer. El cliente y el personal lo ven como anulado.',
  voidReason: 'Motivo',
  voidReasonHint: 'Aparece en su historial, por ejemplo «Impreso dos veces».',
  voidReasonNeeded: 'Di por qué.',
  voidConfirm: 'Anular el cupón',
  voidKeep: 'Dejarlo como está',
  voided: 'El cupón está anulado',
}

/** The words of one coupon in the manager's view. */
export const couponWords = inLanguage(wordsEn, wordsEs)

/** Of an event, what its sentence is made of. */
type Told = Pick<CouponEvent, 'action' | 'user_name' | 'details'>

type Tell = (event: Told) => string

const say =
  (text: string): Tell =>
  () =>
    text

/** What happened, in words. An action without words does not compile; those of other things never stand in a coupon's history. */
const toldEn: Record<AuditAction, Tell> = {
  'codes.imported': ({ details }) =>
    typeof details['file_name'] === 'string' ? `Imported with “${details['file_name']}”` : 'Imported',
  'codes.generated': say('Generated'),
  'codes.exported': say('Codes exported'),
  'codes.voided': say('Free codes of a book made void'),
  'redemptions.exported': say('Redemptions exported'),
  'distribution.exported': say('Distribution exported'),
  'audit.exported': say('Activity exported'),
  'coupon.assigned': ({ user_name }) => `Assigned to ${user_name ?? 'a customer'}`,
  'coupon.locked': ({ details }) => `Locked${forSeconds(details['seconds'])}`,
  'coupon.lock_extended': ({ details }) => `Lock extended${forSeconds(details['seconds'])}`,
  'coupon.lock_handed_over': say('Lock handed over to a colleague'),
  'coupon.unlocked': ({ details }) =>
    'locked_by' in details ? 'Released from somebody else’s lock' : 'Lock let go',
  'coupon.lock_expired': say('Lock ran out'),
  'coupon.redeemed': say('Redeemed'),
  'coupon.rolled_back': ({ details }) =>
    typeof details['reason'] === 'string' ? `Redemption undone: ${details['reason']}` : 'Redemption undone',
  'undo.requested': say('Undo asked for'),
  'undo.refused': say('Undo refused'),
  'coupon.voided': ({ details }) =>
    typeof details['reason'] === 'string' ? `Made void: ${details['reason']}` : 'Made void',
  'book.distributed': say('Book distributed to a pool'),
  'users.imported': say('Customers imported'),
  'pool.users_imported': say('Members of a pool imported'),
  'pool.created': say('Pool made'),
  'pool.updated': say('Pool changed'),
  'pool.deleted': say('Pool deleted'),
  'pool.users_added': say('Members added to a pool'),
  'pool.users_removed': say('Members removed from a pool'),
  'store.set_up': say('Store set up'),
  'settings.updated': say('Settings changed'),
  'retention.purged': say('Old records deleted, as the settings say'),
  'user.created': say('Account made'),
  'user.updated': say('Account changed'),
  'user.deactivated': say('Account deactivated'),
  'user.logged_in': say('Logged in'),
  'user.logged_out': say('Logged out'),
  'user.password_changed': say('Password changed'),
  'user.session_ended': say('Session ended'),
  'user.password_reset': say('Password reset on the server'),
  'user.anonymised': say('Made anonymous'),
  'api_key.created': say('API key made'),
  'api_key.revoked': say('API key revoked'),
  'book.created': say('Book made'),
  'book.updated': say('Book changed'),
  'import.cancelled': say('Import cancelled'),
  'generation.cancelled': say('Generation cancelled'),
  'distribution.cancelled': say('Distribution cancelled'),
  'void.cancelled': say('Voiding of a book’s free codes cancelled'),
}

const toldEs: Record<AuditAction, Tell> = {
  'codes.imported': ({ details }) =>
    typeof details['file_name'] === 'string' ? `Importado con «${details['file_name']}»` : 'Importado',
  'codes.generated': say('Generado'),
  'codes.exported': say('Códigos exportados'),
  'codes.voided': say('Códigos libres de una cuponera anulados'),
  'redemptions.exported': say('Canjes exportados'),
  'distribution.exported': say('Reparto exportado'),
  'audit.exported': say('Actividad exportada'),
  'coupon.assigned': ({ user_name }) => `Asignado a ${user_name ?? 'un cliente'}`,
  'coupon.locked': ({ details }) => `Bloqueado${forSeconds(details['seconds'])}`,
  'coupon.lock_extended': ({ details }) => `Bloqueo alargado${forSeconds(details['seconds'])}`,
  'coupon.lock_handed_over': say('Bloqueo traspasado a otra persona del equipo'),
  'coupon.unlocked': ({ details }) =>
    'locked_by' in details ? 'Soltado el bloqueo de otra persona' : 'Bloqueo soltado',
  'coupon.lock_expired': say('Se acabó el tiempo del bloqueo'),
  'coupon.redeemed': say('Canjeado'),
  'coupon.rolled_back': ({ details }) =>
    typeof details['reason'] === 'string' ? `Canje deshecho: ${details['reason']}` : 'Canje deshecho',
  'undo.requested': say('Petición de deshacer'),
  'undo.refused': say('Petición de deshacer rechazada'),
  'coupon.voided': ({ details }) =>
    typeof details['reason'] === 'string' ? `Anulado: ${details['reason']}` : 'Anulado',
  'book.distributed': say('Cuponera repartida a un grupo'),
  'users.imported': say('Clientes importados'),
  'pool.users_imported': say('Miembros de un grupo importados'),
  'pool.created': say('Grupo creado'),
  'pool.updated': say('Grupo cambiado'),
  'pool.deleted': say('Grupo borrado'),
  'pool.users_added': say('Miembros añadidos a un grupo'),
  'pool.users_removed': say('Miembros quitados de un grupo'),
  'store.set_up': say('Tienda puesta en marcha'),
  'settings.updated': say('Ajustes cambiados'),
  'retention.purged': say('Registros antiguos borrados, según los ajustes'),
  'user.created': say('Cuenta creada'),
  'user.updated': say('Cuenta cambiada'),
  'user.deactivated': say('Cuenta desactivada'),
  'user.logged_in': say('Sesión iniciada'),
  'user.logged_out': say('Sesión cerrada'),
  'user.password_changed': say('Contraseña cambiada'),
  'user.session_ended': say('Sesión terminada'),
  'user.password_reset': say('Contraseña restablecida en el servidor'),
  'user.anonymised': say('Cuenta anonimizada'),
  'api_key.created': say('Clave de API creada'),
  'api_key.revoked': say('Clave de API retirada'),
  'book.created': say('Cuponera creada'),
  'book.updated': say('Cuponera cambiada'),
  'import.cancelled': say('Importación cancelada'),
  'generation.cancelled': say('Generación cancelada'),
  'distribution.cancelled': say('Reparto cancelado'),
  'void.cancelled': say('Anulación de los códigos libres de una cuponera cancelada'),
}

const told = inLanguage(toldEn, toldEs)

const actorWords = inLanguage(
  { byItself: 'by itself', somebody: 'somebody' },
  { byItself: 'automático', somebody: 'alguien' },
)

/** One event in words. A newer server may tell of actions that this console does not know. */
export function eventWords(event: Told): string {
  const tell = (told as Record<string, Tell | undefined>)[event.action]
  return tell ? tell(event) : event.action
}

/** Who did it, and where. The program itself has no name. */
export function eventActor({
  actor_name,
  actor_id,
  till,
}: Pick<CouponEvent, 'actor_name' | 'actor_id' | 'till'>): string {
  const who = actor_name ?? (actor_id === null ? actorWords.byItself : actorWords.somebody)
  return till === null ? who : `${who}, ${till}`
}

function forSeconds(seconds: unknown): string {
  if (typeof seconds !== 'number') return ''
  const span = seconds % 60 === 0 ? `${formatNumber(seconds / 60)} min` : `${formatNumber(seconds)} s`
  return ` ${inLanguage('for', 'durante')} ${span}`
}
