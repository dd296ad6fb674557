import type { AuditAction } from '../../server/contracts/audit.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const eventsEn = {
  'codes.imported': 'Imported',
  'coupon.assigned': 'Assigned',
  'coupon.locked': 'Locked',
  'coupon.lock_extended': 'Lock extended',
  'coupon.lock_handed_over': 'Lock handed over',
  'coupon.unlocked': 'Let go',
  'coupon.lock_expired': 'Lock ran out',
  'coupon.redeemed': 'Redeemed',
  'coupon.rolled_back': 'Redemption undone',
  'coupon.voided': 'Made void',
  'undo.requested': 'Undo asked for',
  'undo.refused': 'Undo refused',
} as const satisfies Partial<Record<AuditAction, string>>

const eventsEs: Translated<typeof eventsEn> = {
  'codes.imported': 'Importado',
  'coupon.assigned': 'Asignado',
  'coupon.locked': 'Bloqueado',
  'coupon.lock_extended': 'Bloqueo alargado',
  'coupon.lock_handed_over': 'Bloqueo traspasado',
  'coupon.unlocked': 'Soltado',
  'coupon.lock_expired': 'Se acabó el tiempo del bloqueo',
  'coupon.redeemed': 'Canjeado',
  'coupon.rolled_back': 'Canje deshecho',
  'coupon.voided': 'Anulado',
  'undo.requested': 'Petición de deshacer',
  'undo.refused': 'Petición de deshacer rechazada',
}

/** What happened to a coupon, in the list of its events. Other things that leave a trace never concern one. */
export const couponEventWords: Partial<Record<AuditAction, string>> = inLanguage(eventsEn, eventsEs)

const historyEn = {
  title: 'History',
  description: (code: string) => `Everything that happened to ${code}, newest first.`,
  to: (name: string) => `to ${name}`,
  by: (name: string) => `by ${name}`,
  at: (till: string) => `at ${till}`,
  bySystem: 'by itself',
  noLongerKept: 'What happened before is no longer kept by the store.',
} as const

const historyEs: Translated<typeof historyEn> = {
  title: 'Historial',
  description: (code) => `Todo lo que le ha pasado a ${code}, lo más nuevo primero.`,
  to: (name) => `a ${name}`,
  by: (name) => `por ${name}`,
  at: (till) => `en ${till}`,
  bySystem: 'automático',
  noLongerKept: 'La tienda ya no conserva lo anterior.',
}

/** The words of a coupon's history. */
export const historyWords = inLanguage(historyEn, historyEs)
