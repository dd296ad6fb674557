import type { Job } from '../../server/contracts/imports.ts'
import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'
import { failedBecause } from './failures.ts'

const en = {
  title: (count: number) =>
    count === 1 ? 'Void the one free code?' : `Void ${formatNumber(count)} free codes?`,
  next: (name: string) =>
    `Nobody can ever be given or redeem them again. Codes of “${name}” that somebody owns stay as they are. This cannot be undone.`,
  reason: 'Reason',
  reasonHint: 'Stands in the history of each code, such as “The offer is over”.',
  reasonNeeded: 'Say why.',
  keep: 'Keep them',
  confirm: (count: number) => (count === 1 ? 'Void 1 code' : `Void ${formatNumber(count)} codes`),
  done: (count: number) => (count === 1 ? '1 code is void' : `${formatNumber(count)} codes are void`),
  none: 'No code was free any more',
  noneNext: 'Somebody was faster: nothing was voided.',

  begun: 'The free codes are being voided',
  job: {
    running: 'Voiding the free codes',
    preparing: 'Getting ready',
    cancel: 'Cancel',
    away: 'The server is away. It goes on as soon as it is back, or is undone as a whole.',
  },
  meanwhile: 'Until it has ended, no coupon of this book can be given. It goes on if you leave.',
  doneNext: 'Nobody can be given or redeem them any more.',
  failed: 'The codes could not be voided',
  cancelled: 'The voiding was cancelled',
  nothingKept: 'All of them are as they were.',
  again: 'Try again',
  close: 'Close',
} as const

const codesEs = (count: number): string => (count === 1 ? '1 código' : `${formatNumber(count)} códigos`)

const es: Translated<typeof en> = {
  title: (count) =>
    count === 1 ? '¿Anular el único código libre?' : `¿Anular ${formatNumber(count)} códigos libres?`,
  next: (name) =>
    `Nadie podrá recibirlos ni canjearlos nunca más. Los códigos de «${name}» que ya tienen titular se quedan como están. No se puede deshacer.`,
  reason: 'Motivo',
  reasonHint: 'Aparece en el historial de cada código, por ejemplo «La oferta terminó».',
  reasonNeeded: 'Di por qué.',
  keep: 'Conservarlos',
  confirm: (count) => `Anular ${codesEs(count)}`,
  done: (count) => (count === 1 ? '1 código anulado' : `${formatNumber(count)} códigos anulados`),
  none: 'Ya no había ningún código libre',
  noneNext: 'Alguien se adelantó: no se anuló nada.',

  begun: 'Se están anulando los códigos libres',
  job: {
    running: 'Anulando los códigos libres',
    preparing: 'Preparando',
    cancel: 'Cancelar',
    away: 'El servidor no responde. Sigue en cuanto vuelva, o se deshace entero.',
  },
  meanwhile: 'Hasta que acabe no se puede entregar ningún cupón de esta cuponera. Sigue aunque salgas.',
  doneNext: 'Ya nadie podrá recibirlos ni canjearlos.',
  failed: 'No se pudieron anular los códigos',
  cancelled: 'La anulación se canceló',
  nothingKept: 'Todos siguen como estaban.',
  again: 'Intentarlo otra vez',
  close: 'Cerrar',
}

/** The words of voiding what is left of a book. */
export const voidRestWords = inLanguage(en, es)

/** What came of it, for those who look elsewhere. */
export function voidNotice(job: Job): { title: string; body: string } {
  const { done, doneNext, failed, nothingKept } = voidRestWords
  return job.state === 'done'
    ? { title: done(job.processed), body: doneNext }
    : { title: failed, body: failedBecause(job, nothingKept) }
}
