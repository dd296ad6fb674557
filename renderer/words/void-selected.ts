import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const coupons = (count: number): string => (count === 1 ? '1 coupon' : `${formatNumber(count)} coupons`)
const couponsEs = (count: number): string => (count === 1 ? '1 cupón' : `${formatNumber(count)} cupones`)

const en = {
  open: (count: number) => `Void ${coupons(count)}…`,
  title: (count: number) => (count === 0 ? 'None of them can be voided now' : `Void ${coupons(count)}?`),
  next: 'They can never be used again, whoever owns them, and this cannot be undone. Customers and staff see them as void.',
  states: 'Their states',
  held: (count: number) =>
    count === 1
      ? '1 of the selected coupons cannot be voided now'
      : `${formatNumber(count)} of the selected coupons cannot be voided now`,
  heldNext: 'Somebody has locked them. They stay as they are, and selected: void them once they are let go.',
  unseen: (count: number) =>
    count === 1
      ? '1 of the selected coupons is not in the list any more'
      : `${formatNumber(count)} of the selected coupons are not in the list any more`,
  unseenNext: 'Their state may have changed since they were selected.',
  reason: 'Reason',
  reasonHint: 'Stands in the history of each coupon, such as “Printed twice”.',
  reasonNeeded: 'Say why.',
  keep: 'Keep them',
  confirm: (count: number) => `Void ${coupons(count)}`,

  running: 'Voiding the coupons',
  coupons: 'Coupons',
  progress: (done: number, total: number) => `${formatNumber(done)} of ${formatNumber(total)}`,
  runningNext: 'One after the other. Stay here until it has ended.',
  stop: 'Stop',

  done: (count: number) => (count === 1 ? '1 coupon is void' : `${formatNumber(count)} coupons are void`),
  result: (voided: number, total: number) =>
    `${formatNumber(voided)} of ${coupons(total)} ${voided === 1 ? 'is' : 'are'} void`,
  refused: (count: number) =>
    count === 1
      ? '1 coupon was refused and stays selected'
      : `${coupons(count)} were refused and stay selected`,
  code: 'Code',
  why: 'Why',
  stopped: 'You stopped it',
  left: 'You left the list before all were voided',
  rest: (count: number) =>
    count === 1
      ? '1 coupon was left as it is, and stays selected.'
      : `${coupons(count)} were left as they are, and stay selected.`,
  restUnsure: (count: number) =>
    count === 1
      ? '1 coupon is left. Going on, none is voided twice.'
      : `${coupons(count)} are left. Going on, none is voided twice.`,
  goOn: (count: number) => (count === 1 ? 'Void the last one' : `Void the other ${formatNumber(count)}`),
  close: 'Done',
} as const

const es: Translated<typeof en> = {
  open: (count) => `Anular ${couponsEs(count)}…`,
  title: (count) => (count === 0 ? 'Ninguno se puede anular ahora' : `¿Anular ${couponsEs(count)}?`),
  next: 'No podrán usarse nunca más, sea quien sea su titular, y esto no se puede deshacer. Los clientes y el personal los ven como anulados.',
  states: 'Sus estados',
  held: (count) =>
    count === 1
      ? '1 de los cupones seleccionados no se puede anular ahora'
      : `${formatNumber(count)} de los cupones seleccionados no se pueden anular ahora`,
  heldNext:
    'Alguien los tiene bloqueados. Se quedan como están, y seleccionados: anúlalos cuando los hayan soltado.',
  unseen: (count) =>
    count === 1
      ? '1 de los cupones seleccionados ya no está en la lista'
      : `${formatNumber(count)} de los cupones seleccionados ya no están en la lista`,
  unseenNext: 'Su estado puede haber cambiado desde que se seleccionaron.',
  reason: 'Motivo',
  reasonHint: 'Aparece en el historial de cada cupón, por ejemplo «Impreso dos veces».',
  reasonNeeded: 'Di por qué.',
  keep: 'Dejarlos como están',
  confirm: (count) => `Anular ${couponsEs(count)}`,

  running: 'Anulando los cupones',
  coupons: 'Cupones',
  progress: (done, total) => `${formatNumber(done)} de ${formatNumber(total)}`,
  runningNext: 'Uno tras otro. Quédate aquí hasta que acabe.',
  stop: 'Parar',

  done: (count) => (count === 1 ? '1 cupón anulado' : `${formatNumber(count)} cupones anulados`),
  result: (voided, total) =>
    `${formatNumber(voided)} de ${couponsEs(total)} ${voided === 1 ? 'anulado' : 'anulados'}`,
  refused: (count) =>
    count === 1
      ? '1 cupón fue rechazado y sigue seleccionado'
      : `${couponsEs(count)} fueron rechazados y siguen seleccionados`,
  code: 'Código',
  why: 'Por qué',
  stopped: 'Lo has parado',
  left: 'Saliste de la lista antes de que se anularan todos',
  rest: (count) =>
    count === 1
      ? '1 cupón se quedó como estaba, y sigue seleccionado.'
      : `${couponsEs(count)} se quedaron como estaban, y siguen seleccionados.`,
  restUnsure: (count) =>
    count === 1
      ? 'Queda 1 cupón. Al seguir, ninguno se anula dos veces.'
      : `Quedan ${couponsEs(count)}. Al seguir, ninguno se anula dos veces.`,
  goOn: (count) => (count === 1 ? 'Anular el que queda' : `Anular los otros ${formatNumber(count)}`),
  close: 'Listo',
}

/** The words of voiding the coupons that were selected in a list. */
export const voidSelectedWords = inLanguage(en, es)
