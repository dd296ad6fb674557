import type { CodeCharset } from '../../server/contracts/codes.ts'
import { formatNumber } from '../ui/format.ts'

const codes = (count: number): string => (count === 1 ? '1 code' : `${formatNumber(count)} codes`)

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
  if (unit === undefined) return formatNumber(Number(value))
  const tenths = Number((value * 10n) / unit)
  return `${formatNumber(tenths < 100 ? tenths / 10 : Math.floor(tenths / 10))} ${name}`
}

const done = (count: number): string => `${codes(count)} made`
const doneNext = 'They are in the book, free to be given.'
const failed = 'The codes could not be made'
const nothingKept = 'Nothing of it was kept.'

/** The words of making random codes for a book. */
export const generateWords = {
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
  job: {
    running: 'Making the codes',
    preparing: 'Getting ready',
    cancel: 'Cancel',
    away: 'The server is away. It goes on as soon as it is back, or is undone as a whole.',
  },
  done,
  doneNext,
  failed,
  cancelled: 'The generation was cancelled',
  nothingKept,
  toCodes: 'See the codes',
  export: 'Export the book’s codes as CSV',
  exportFile: (book: string) => `codes-of-book-${book}.csv`,
  again: 'Make more',
  back: 'Back to the form',
  /** A generation that ended, for those who look elsewhere. */
  notice: (count: number, error: string | null) =>
    error === null
      ? { title: done(count), body: doneNext }
      : { title: failed, body: `${error} ${nothingKept}` },
  errors: {
    number: (most: number) => `Type a whole number from 1 to ${formatNumber(most)}.`,
    optionalNumber: (most: number) =>
      `Type a whole number from 1 to ${formatNumber(most)}, or leave it empty.`,
    pattern: (complaint: string) => `The pattern ${complaint}.`,
  },
} as const
