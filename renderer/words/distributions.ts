import type { Distribution, SkipReason } from '../../server/contracts/distributions.ts'
import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'
import { failedBecause } from './failures.ts'

const codes = (count: number): string => (count === 1 ? '1 code' : `${formatNumber(count)} codes`)
const people = (count: number): string => (count === 1 ? '1 person' : `${formatNumber(count)} people`)
const members = (count: number): string => (count === 1 ? '1 member' : `${formatNumber(count)} members`)

const codesEs = (count: number): string => (count === 1 ? '1 código' : `${formatNumber(count)} códigos`)
const peopleEs = (count: number): string => (count === 1 ? '1 persona' : `${formatNumber(count)} personas`)
const membersEs = (count: number): string => (count === 1 ? '1 miembro' : `${formatNumber(count)} miembros`)

const en = {
  one: 'Distribution',
  title: (pool: string) => `Codes for “${pool}”`,
  ofBook: (book: string) => `From “${book}”`,
  equal: (each: number) => `${codes(each)} for each member`,
  random: 'spread by chance',
  book: 'Book',
  running: 'Giving codes',
  preparing: 'Counting members and codes',
  cancel: 'Cancel the distribution',
  away: 'The server is away. It goes on as soon as it is back, or is undone as a whole.',
  gaveTitle: (given: number, to: number) => `${codes(given)} given to ${people(to)}`,
  gaveAll: 'Every member of the pool got theirs.',
  gaveByChance: 'Chance decided who got how many.',
  gaveSome: (left: number) => `${members(left)} got nothing; “Left out” says who and why.`,
  cancelledTitle: 'The distribution was cancelled',
  failedTitle: 'The distribution failed',
  nothingGiven: 'Nobody was given anything.',
  again: 'Set it up again',

  parts: 'Parts of the report',
  received: 'Received',
  leftOut: 'Left out',
  name: 'Name',
  email: 'E-mail',
  codes: 'Codes',
  noEmail: 'No e-mail',
  more: (count: number) => `and ${formatNumber(count)} more`,
  download: 'Download CSV for a mail merge',
  file: (id: number) => `distribution-${String(id)}.csv`,
  downloadLeftOut: 'Download CSV',
  leftOutFile: (id: number) => `distribution-${String(id)}-left-out.csv`,
  nobody: 'Nobody received a code',
  nobodyNext: 'The report of what was left out says why.',
  nobodyLeftOut: 'Nobody was left out',
  why: 'Why',
  whyShort: {
    inactive: 'Deactivated account',
    assignment_limit_reached: 'Holds all that the book allows',
    no_codes_left: 'No code was left',
  } satisfies Record<SkipReason, string>,

  list: 'Distributions',
  pool: 'Pool',
  given: 'Codes',
  recipients: 'Members',
  emptyTitle: 'Nothing distributed yet',
  emptyOfBook:
    'Give the codes of this book to all members of a pool in one go; each time appears here with its report.',
  emptyOfPool:
    'Give the codes of a book to all members of this pool in one go; each time appears here with its report.',
} as const

const es: Translated<typeof en> = {
  one: 'Reparto',
  title: (pool) => `Códigos para «${pool}»`,
  ofBook: (book) => `De «${book}»`,
  equal: (each) => `${codesEs(each)} para cada miembro`,
  random: 'repartidos al azar',
  book: 'Cuponera',
  running: 'Repartiendo códigos',
  preparing: 'Contando miembros y códigos',
  cancel: 'Cancelar el reparto',
  away: 'El servidor no responde. El reparto sigue en cuanto vuelva, o se deshace entero.',
  gaveTitle: (given, to) => `${codesEs(given)} ${given === 1 ? 'repartido' : 'repartidos'} a ${peopleEs(to)}`,
  gaveAll: 'Todos los miembros del grupo recibieron lo suyo.',
  gaveByChance: 'El azar decidió a quién le tocaban cuántos.',
  gaveSome: (left) =>
    `${membersEs(left)} no ${left === 1 ? 'recibió' : 'recibieron'} nada; «Sin recibir» dice quién y por qué.`,
  cancelledTitle: 'El reparto se canceló',
  failedTitle: 'El reparto falló',
  nothingGiven: 'Nadie recibió nada.',
  again: 'Prepararlo otra vez',

  parts: 'Partes del informe',
  received: 'Recibieron',
  leftOut: 'Sin recibir',
  name: 'Nombre',
  email: 'Correo electrónico',
  codes: 'Códigos',
  noEmail: 'Sin correo electrónico',
  more: (count) => `y ${formatNumber(count)} más`,
  download: 'CSV para combinar correspondencia',
  file: (id) => `reparto-${String(id)}.csv`,
  downloadLeftOut: 'Descargar CSV',
  leftOutFile: (id) => `reparto-${String(id)}-sin-recibir.csv`,
  nobody: 'Nadie recibió un código',
  nobodyNext: '«Sin recibir» dice por qué.',
  nobodyLeftOut: 'Nadie se quedó sin recibir',
  why: 'Por qué',
  whyShort: {
    inactive: 'Cuenta desactivada',
    assignment_limit_reached: 'Tiene todo lo que la cuponera permite',
    no_codes_left: 'No quedaba ningún código',
  },

  list: 'Repartos',
  pool: 'Grupo',
  given: 'Códigos',
  recipients: 'Miembros',
  emptyTitle: 'Aún no se ha repartido nada',
  emptyOfBook:
    'Reparte los códigos de esta cuponera a todos los miembros de un grupo de una vez; cada reparto aparece aquí con su informe.',
  emptyOfPool:
    'Reparte los códigos de una cuponera a todos los miembros de este grupo de una vez; cada reparto aparece aquí con su informe.',
}

/** The words of one distribution, under way and afterwards, and of the list of them. */
export const distributionWords = inLanguage(en, es)

/** A distribution that ended, for those who look elsewhere. */
export function distributionNotice(one: Distribution): { title: string; body: string } {
  const { gaveTitle, failedTitle, nothingGiven } = distributionWords
  if (one.state === 'done') return { title: gaveTitle(one.assigned, one.recipients), body: one.pool_name }
  return { title: failedTitle, body: `${one.pool_name}\n${failedBecause(one, nothingGiven)}`.slice(0, 500) }
}
