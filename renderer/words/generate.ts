import type { PatternFault } from '../../server/contracts/code-pattern.ts'
import type { CodeCharset } from '../../server/contracts/codes.ts'
import type { GenerationRecord } from '../../server/contracts/generations.ts'
import type { Job } from '../../server/contracts/imports.ts'
import { formatNumber, formatTime } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'
import { failedBecause } from './failures.ts'

const codes = (count: number): string => (count === 1 ? '1 code' : `${formatNumber(count)} codes`)

const facts = (...known: (string | null)[]): string => known.filter((fact) => fact !== null).join(' · ')

const scale = [
  [10n ** 18n, 'quintillion'],
  [10n ** 15n, 'quadrillion'],
  [10n ** 12n, 'trillion'],
  [10n ** 9n, 'billion'],
  [10n ** 6n, 'million'],
] as const

/** A large number as people say it: “17 billion”, “1.2 million”. */
function aloud(value: bigint): string {
  if (value >= 10n ** 21n) return 'more than a thousand quintillion'
  const [unit, name] = scale.find(([least]) => value >= least) ?? [undefined, '']
  return unit === undefined ? formatNumber(Number(value)) : `${counted(value, unit)} ${name}`
}

const scaleEs = [
  [10n ** 18n, 'trillón', 'trillones'],
  [10n ** 12n, 'billón', 'billones'],
  [10n ** 6n, 'millón', 'millones'],
] as const

/** The same on the long scale, whose steps are of a million: «17.000 millones», «1,2 millones». */
function aloudEs(value: bigint): string {
  if (value >= 10n ** 21n) return 'más de mil trillones'
  const [unit, one, many] = scaleEs.find(([least]) => value >= least) ?? [undefined, '', '']
  if (unit === undefined) return formatNumber(Number(value))
  const count = counted(value, unit)
  return `${count} ${count === '1' ? one : many}`
}

/** How many of a unit: to a tenth below ten, whole above. */
function counted(value: bigint, unit: bigint): string {
  const tenths = Number((value * 10n) / unit)
  return formatNumber(tenths < 100 ? tenths / 10 : Math.floor(tenths / 10))
}

const en = {
  title: 'Generate codes',
  book: 'Book',
  form: 'What to make',
  count: 'How many',
  countHint: (most: number) => `Up to ${formatNumber(most)} at once.`,
  pattern: 'Pattern',
  patternHint: 'Such as SUMMER-{}. The part {} is random; so is # (a digit), @ (a letter) and * (either).',
  length: 'Length of {}',
  lengthHint: 'Characters of the random part.',
  charset: 'Alphabet',
  charsets: {
    no_lookalikes: 'Without look-alikes',
    layout_safe: 'Same on every keyboard',
  } satisfies Record<CodeCharset, string>,
  charsetHints: {
    no_lookalikes:
      'Letters and digits; none that is taken for another on paper, such as 0 and O, or 1 and I.',
    layout_safe: 'Letters that scanners and tills type alike, whichever keyboard they are set to. No digits.',
  } satisfies Record<CodeCharset, string>,
  uses: 'Uses of each code',
  usesHint: 'Empty: as the book’s rules say.',

  outlook: 'What it gives',
  examples: 'Such as',
  examplesNote: 'Examples, made up here. They are not among the codes.',
  unreadable: 'As soon as the pattern can be read, it shows here what comes of it.',
  space: 'Different codes',
  spaceOf: (space: bigint) => aloud(space),
  chance: 'A guess finds one',
  chanceOf: (tries: bigint) => `one time in ${aloud(tries)}`,
  chanceOpen: 'Depends on how many there are.',
  tooSmall: 'Too few different codes',
  tooSmallNext: (needed: bigint, withThoseInStore: boolean) =>
    `So that nobody can guess one, there must be ${aloud(needed)} of them for that many codes${withThoseInStore ? ' and those of this pattern that the store has already' : ''}.`,
  tooSmallRemedy: 'Use a longer pattern, or make fewer codes.',
  lengthen: (length: number) => `Make {} ${formatNumber(length)} long`,

  go: (count: number | undefined) => (count === undefined ? 'Make codes' : `Make ${codes(count)}`),
  waiting: 'It begins as soon as it is its turn.',
  begun: 'The codes are being made',
  job: {
    running: 'Making the codes',
    preparing: 'Getting ready',
    cancel: 'Cancel',
    away: 'The server is away. It goes on as soon as it is back, or is undone as a whole.',
  },
  done: (count: number) => `${codes(count)} made`,
  doneNext: 'They are in the book, free to be given.',
  failed: 'The codes could not be made',
  cancelled: 'The generation was cancelled',
  nothingKept: 'Nothing of it was kept.',
  again: 'Make more',
  back: 'Back to the form',
  history: 'All generations',
  /** What was asked for, by whom and when, as far as it is known. */
  order: ({ requested, pattern, created_by_name: by, created_at }: GenerationRecord) =>
    facts(
      requested === null ? null : codes(requested),
      pattern,
      by === null ? null : `asked for by ${by}`,
      formatTime(created_at, 'moment'),
    ),
  errors: {
    number: (most: number) => `Type a whole number from 1 to ${formatNumber(most)}.`,
    optionalNumber: (most: number) =>
      `Type a whole number from 1 to ${formatNumber(most)}, or leave it empty.`,
    pattern: ({ complaint }: PatternFault) => `The pattern ${complaint}.`,
  },
} as const

const codesEs = (count: number): string => (count === 1 ? '1 código' : `${formatNumber(count)} códigos`)

const patternFaultsEs: Record<PatternFault['fault'], (key: string) => string> = {
  no_random_part: () => 'necesita una parte aleatoria: {}, #, @ o *',
  digit: () =>
    'pide una cifra (#), que algunos teclados tienen detrás de Mayús; con este alfabeto usa {} o @',
  moving_key: (key) =>
    `tiene «${key}», que otros teclados tienen en otro sitio; quítalo o elige el otro alfabeto`,
  empty: () => 'no puede estar vacío',
  too_long: () => 'da códigos de más de 64 caracteres',
  invalid_characters: () =>
    'puede tener letras, cifras, espacios y - _ . / además de {}, #, @ y *, donde {} es la parte aleatoria',
  reserved: () => 'da una palabra que ningún código puede ser',
}

const es: Translated<typeof en> = {
  title: 'Generar códigos',
  book: 'Cuponera',
  form: 'Qué generar',
  count: 'Cuántos',
  countHint: (most) => `Hasta ${formatNumber(most)} de una vez.`,
  pattern: 'Patrón',
  patternHint:
    'Por ejemplo VERANO-{}. La parte {} es aleatoria; también # (una cifra), @ (una letra) y * (cualquiera de las dos).',
  length: 'Longitud de {}',
  lengthHint: 'Caracteres de la parte aleatoria.',
  charset: 'Alfabeto',
  charsets: {
    no_lookalikes: 'Sin parecidos',
    layout_safe: 'Igual en todo teclado',
  },
  charsetHints: {
    no_lookalikes: 'Letras y cifras; ninguna que se confunda con otra en papel, como 0 y O, o 1 e I.',
    layout_safe: 'Letras que los escáneres y las cajas escriben igual, con cualquier teclado. Sin cifras.',
  },
  uses: 'Usos de cada código',
  usesHint: 'Vacío: como digan las reglas de la cuponera.',

  outlook: 'Qué resulta',
  examples: 'Por ejemplo',
  examplesNote: 'Ejemplos, inventados aquí. No están entre los códigos.',
  unreadable: 'En cuanto se pueda leer el patrón, aquí se ve qué resulta de él.',
  space: 'Códigos distintos',
  spaceOf: (space) => aloudEs(space),
  chance: 'Acertar uno al azar',
  chanceOf: (tries) => `una vez de cada ${aloudEs(tries)}`,
  chanceOpen: 'Depende de cuántos haya.',
  tooSmall: 'Muy pocos códigos distintos',
  tooSmallNext: (needed, withThoseInStore) =>
    `Para que nadie adivine uno, con tantos códigos${withThoseInStore ? ' y los de este patrón que la tienda ya tiene' : ''} los distintos tienen que ser ${aloudEs(needed)}.`,
  tooSmallRemedy: 'Usa un patrón más largo, o genera menos códigos.',
  lengthen: (length) => `Alargar {} a ${formatNumber(length)}`,

  go: (count) => (count === undefined ? 'Generar códigos' : `Generar ${codesEs(count)}`),
  waiting: 'Empieza en cuanto sea su turno.',
  begun: 'Se están generando los códigos',
  job: {
    running: 'Generando los códigos',
    preparing: 'Preparando',
    cancel: 'Cancelar',
    away: 'El servidor no responde. Sigue en cuanto vuelva, o se deshace entero.',
  },
  done: (count) => `${codesEs(count)} ${count === 1 ? 'generado' : 'generados'}`,
  doneNext: 'Están en la cuponera, libres para asignar.',
  failed: 'No se pudieron generar los códigos',
  cancelled: 'La generación se canceló',
  nothingKept: 'No se guardó nada.',
  again: 'Generar más',
  back: 'Volver al formulario',
  history: 'Todas las generaciones',
  order: ({ requested, pattern, created_by_name: by, created_at }) =>
    facts(
      requested === null ? null : codesEs(requested),
      pattern,
      by === null ? null : `pedidos por ${by}`,
      formatTime(created_at, 'moment'),
    ),
  errors: {
    number: (most) => `Escribe un número entero de 1 a ${formatNumber(most)}.`,
    optionalNumber: (most) => `Escribe un número entero de 1 a ${formatNumber(most)}, o déjalo vacío.`,
    pattern: ({ fault, key = '' }) => `El patrón ${patternFaultsEs[fault](key)}.`,
  },
}

/** The words of making random codes for a book. */
export const generateWords = inLanguage(en, es)

/** A generation that ended, for those who look elsewhere. */
export function generationNotice(job: Job): { title: string; body: string } {
  const { done, doneNext, failed, nothingKept } = generateWords
  return job.state === 'done'
    ? { title: done(job.processed), body: doneNext }
    : { title: failed, body: failedBecause(job, nothingKept) }
}
