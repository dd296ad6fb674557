import type { CouponWithVerdict } from '../../server/contracts/coupon-resource.ts'
import type { Standing } from '../till/standing.ts'
import { formatNumber, formatTime } from '../ui/format.ts'
import { inLanguage } from '../ui/language.ts'
import { wordsForCode } from './problems.ts'

/** What stands in the head of a coupon's card: one word, one line. */
export interface Headline {
  word: string
  line: string
}

/** For a coupon that is not taken: what to do about it, in words that a customer can be told. */
type NextWords = Partial<Record<Standing, string>>

const nextEn: NextWords = {
  other: 'Wait until it is free, or have your colleague hand it over to you.',
  usedUp: 'It cannot be used again. A use that was a mistake can be undone by a manager.',
  void: 'It cannot come back. Its history tells who made it void.',
  ended: 'It can no longer be used, unless a manager gives the book another end.',
  off: 'It can be used again as soon as a manager switches the book on.',
  notStarted: 'Ask the customer to bring it then.',
}

const nextEs: NextWords = {
  other: 'Espera a que quede libre, o pide a tu compañero que te lo traspase.',
  usedUp: 'No se puede usar otra vez. Si un canje fue un error, un encargado puede deshacerlo.',
  void: 'No se puede recuperar. Su historial dice quién lo anuló.',
  ended: 'Ya no se puede usar, salvo que un encargado cambie el fin de la cuponera.',
  off: 'Se podrá usar en cuanto un encargado active la cuponera.',
  notStarted: 'Pide al cliente que lo traiga ese día.',
}

type Headlines = Record<Standing, (coupon: CouponWithVerdict) => Headline>

const en: Headlines = {
  good: (coupon) => ({ word: 'Good', line: ownerLineEn(coupon) }),
  mine: (coupon) => ({ word: 'Locked by you', line: ownerLineEn(coupon) }),
  ranOut: (coupon) => ({ word: 'Your lock has ended', line: `Not redeemed · ${ownerLineEn(coupon)}` }),
  released: (coupon) => ({ word: 'Your lock was let go', line: `Not redeemed · ${ownerLineEn(coupon)}` }),
  free: () => ({ word: 'Free', line: 'belongs to nobody yet' }),
  other: (coupon) => ({
    word: `Locked by ${coupon.locked_by_name ?? 'somebody else'}`,
    line: coupon.till ? `at ${coupon.till}` : 'at another till',
  }),
  usedUp: (coupon) => ({
    word: coupon.redemption_count === 1 ? 'Redeemed already' : 'Used up',
    line: lastUseEn(coupon),
  }),
  void: () => ({ word: 'Void', line: 'taken out of use for good' }),
  ended: ({ book_name, book_expiration_date: end }) => ({
    word: 'Book has ended',
    line: end ? `${book_name} ended on ${formatTime(end, 'day')}` : `${book_name} is over`,
  }),
  off: ({ book_name }) => ({ word: 'Book is switched off', line: `${book_name} waits for a manager` }),
  notStarted: ({ book_name, book_starts_at: start }) => ({
    word: 'Too early',
    line: start
      ? `${book_name} has not started yet: it begins on ${formatTime(start, 'day')}`
      : `${book_name} has not started yet`,
  }),
  refused: ({ redeemable }) => ({ word: 'Not possible now', line: redeemable.reason ?? '' }),
}

function ownerLineEn({
  assigned_user_name: owner,
  locked_by,
  assigned_user_id: id,
}: CouponWithVerdict): string {
  if (owner === null) return 'a paper coupon, belongs to nobody'
  return locked_by !== null && locked_by === id ? `${owner} holds it ready` : `belongs to ${owner}`
}

function lastUseEn(coupon: CouponWithVerdict): string {
  const { last_redemption: last, redemption_count: count, last_redeemed_at: at } = coupon
  const times = count > 1 ? `${formatNumber(count)} uses, the last ` : ''
  if (last) {
    const where = last.till ? ` at ${last.till}` : ''
    return `${times}${told(coupon, last.redeemed_at)} by ${last.redeemed_by_name}${where}`
  }
  return at ? `${times}${told(coupon, at)}` : 'no use is left'
}

const es: Headlines = {
  good: (coupon) => ({ word: 'Válido', line: ownerLineEs(coupon) }),
  mine: (coupon) => ({ word: 'Bloqueado por ti', line: ownerLineEs(coupon) }),
  ranOut: (coupon) => ({ word: 'Tu bloqueo ha terminado', line: `Sin canjear · ${ownerLineEs(coupon)}` }),
  released: (coupon) => ({ word: 'Soltaron tu bloqueo', line: `Sin canjear · ${ownerLineEs(coupon)}` }),
  free: () => ({ word: 'Libre', line: 'todavía no es de nadie' }),
  other: (coupon) => ({
    word: `Bloqueado por ${coupon.locked_by_name ?? 'otra persona'}`,
    line: coupon.till ? `en ${coupon.till}` : 'en otra caja',
  }),
  usedUp: (coupon) => ({
    word: coupon.redemption_count === 1 ? 'Ya canjeado' : 'Agotado',
    line: lastUseEs(coupon),
  }),
  void: () => ({ word: 'Anulado', line: 'retirado para siempre' }),
  ended: ({ book_name, book_expiration_date: end }) => ({
    word: 'Cuponera terminada',
    line: end ? `${book_name} terminó el ${formatTime(end, 'day')}` : `${book_name} ha terminado`,
  }),
  off: ({ book_name }) => ({ word: 'Cuponera desactivada', line: `${book_name} espera a un encargado` }),
  notStarted: ({ book_name, book_starts_at: start }) => ({
    word: 'Demasiado pronto',
    line: start
      ? `${book_name} aún no ha empezado: empieza el ${formatTime(start, 'day')}`
      : `${book_name} aún no ha empezado`,
  }),
  // The server gives its reasons in English alone; the code of the reason has words of its own.
  refused: ({ redeemable: { code } }) => ({
    word: 'Ahora no es posible',
    line: code === undefined ? '' : wordsForCode(code).title,
  }),
}

function ownerLineEs({
  assigned_user_name: owner,
  locked_by,
  assigned_user_id: id,
}: CouponWithVerdict): string {
  if (owner === null) return 'un cupón de papel, no es de nadie'
  return locked_by !== null && locked_by === id ? `${owner} lo tiene preparado` : `es de ${owner}`
}

function lastUseEs(coupon: CouponWithVerdict): string {
  const { last_redemption: last, redemption_count: count, last_redeemed_at: at } = coupon
  const times = count > 1 ? `${formatNumber(count)} usos, el último ` : ''
  if (last) {
    const where = last.till ? ` en ${last.till}` : ''
    return `${times}${told(coupon, last.redeemed_at)} por ${last.redeemed_by_name}${where}`
  }
  return at ? `${times}${told(coupon, at)}` : 'no queda ningún uso'
}

/** By the day of the database: this computer's own may be another one. */
function told({ server_time: now }: CouponWithVerdict, at: string): string {
  return formatTime(at, 'told', new Date(now))
}

const headlines = inLanguage<Headlines>(en, es)
const nextWords = inLanguage<NextWords>(nextEn, nextEs)

/** What to do about a coupon that is not taken; undefined where the buttons say it. */
export function nextFor(standing: Standing): string | undefined {
  return nextWords[standing]
}

/** The one word and the one line for where a coupon stands. */
export function headlineOf(standing: Standing, coupon: CouponWithVerdict): Headline {
  return headlines[standing](coupon)
}
