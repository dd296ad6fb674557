import type { Import, RejectReason } from '../../server/contracts/imports.ts'
import { formatNumber } from '../ui/format.ts'

const codes = (count: number): string => (count === 1 ? '1 code' : `${formatNumber(count)} codes`)
const lines = (count: number): string => (count === 1 ? '1 line' : `${formatNumber(count)} lines`)

function size(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} bytes`
  if (bytes < 1_000_000) return `${formatNumber(Math.round(bytes / 1000))} kB`
  return `${formatNumber(Math.round(bytes / 100_000) / 10)} MB`
}

const encodingNames = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16, big-endian',
  'windows-1252': 'Windows-1252',
} as const
const delimiterNames = { ',': 'Comma', ';': 'Semicolon', '\t': 'Tab', '|': 'Vertical bar' } as const

function names(table: Record<string, string>, key: string): string {
  return table[key] ?? key
}

const doneTitle = (count: number): string => `${codes(count)} imported`
const doneClean = 'Every line was good.'
const failedTitle = 'The import failed'
const nothingKept = 'Nothing of the file was kept.'

/** An import that ended, for those who look elsewhere. */
function notice({ state, imported, rejected, file_name, error }: Import): { title: string; body: string } {
  const outcome = rejected === 0 ? doneClean : `${lines(rejected)} refused.`
  const [title, words] =
    state === 'done' ? [doneTitle(imported), outcome] : [failedTitle, `${error ?? ''} ${nothingKept}`.trim()]
  return { title, body: [file_name, words].filter(Boolean).join('\n').slice(0, 500) }
}

/** How refused lines are grouped: each group is one thing to do about. */
export const rejectGroups = {
  doubled: ['duplicate_in_file'],
  elsewhere: ['duplicate_in_book', 'duplicate_in_store'],
  malformed: ['empty', 'too_long', 'invalid_characters', 'reserved', 'malformed_row'],
} as const satisfies Record<string, readonly RejectReason[]>

export type RejectGroup = keyof typeof rejectGroups

/** The words of an import: file, reading, trial, run and report. */
export const importWords = {
  title: 'Import codes',
  book: 'Book',
  steps: { source: 'File', reading: 'What we read', trial: 'Trial run', run: 'Import' },
  open: 'Show',
  fold: 'Fold',

  dropLabel: 'A CSV file with one code on each line',
  dropHint: 'Or a table with a column “code”. Comma, semicolon or tab; any usual encoding; up to 200 MB.',
  another: 'Choose another file',
  or: 'or',
  paste: 'Paste codes',
  pasteLabel: 'Codes, one on each line',
  pasteHint: 'A column copied from a spreadsheet does, too.',
  pasteGo: 'Check these codes',
  pasteBack: 'Choose a file instead',
  pasteEmpty: 'Paste at least one code.',
  pastedName: 'Pasted codes',
  tooLarge: 'This file is larger than 200 MB. Split it and import the parts.',
  emptyFile: 'This file is empty.',
  size,

  fileNamed: (name: string, bytes: number) => `${name} · ${size(bytes)}`,
  readingLead: 'How to read the file',
  readAs: (encoding: string, delimiter: string | null | undefined, column: string | undefined) =>
    [names(encodingNames, encoding), delimiter ? names(delimiterNames, delimiter) : undefined, column]
      .filter((part) => part !== undefined)
      .join(' · '),
  preview: 'The first lines of the file',
  line: 'Line',
  column: 'Column with the codes',
  detect: 'As detected',
  columnName: (number: number, name: string) =>
    name === '' ? `Column ${String(number)}` : `${String(number)} · ${name}`,
  codesIn: (number: number, name: string) =>
    name === '' ? `codes in column ${String(number)}` : `codes in “${name}”`,
  otherwise: 'Read it differently',
  waitsForColumn: 'It begins as soon as the column is known.',
  columnHead: (number: number) => `Column ${String(number)}`,
  codesHere: 'codes',
  chooseColumn: 'Which column holds the codes?',
  chooseColumnNext:
    'The file has several columns, and none of them is called “code”. Choose it here or in the table.',
  choose: 'Choose…',
  delimiter: 'Separated by',
  delimiters: delimiterNames,
  encoding: 'Encoding',
  encodings: encodingNames,
  heading: 'The first line is a heading',
  keepColumns: 'Keep the other columns with each coupon',
  unreadablePreview: 'The beginning of the file cannot be shown as text.',

  trialSum: (fresh: number, refused: number) =>
    refused === 0
      ? `${formatNumber(fresh)} new`
      : `${formatNumber(fresh)} new, ${formatNumber(refused)} refused`,
  nothingWritten: 'Nothing is written yet.',
  checking: 'Checking each line',
  sending: 'Sending the file',
  share: (part: number) => `${String(Math.round(part * 100))} %`,
  sent: (sent: number, total: number) => `${size(sent)} of ${size(total)}`,
  isNew: 'New',
  isNewHint: 'will be imported',
  groups: {
    doubled: 'Twice in this file',
    elsewhere: 'Already in the store',
    malformed: 'Not a code',
  } satisfies Record<RejectGroup, string>,
  groupHints: {
    doubled: 'the first one counts',
    elsewhere: 'stay as they are',
    malformed: 'are left out',
  } satisfies Record<RejectGroup, string>,
  atLeast: (count: number) => `${formatNumber(count)}+`,
  firstHundred: (rejected: number) =>
    `${lines(rejected)} would be refused. The first 100 are sorted here; the report of the import has every one of them.`,
  nothingNew: 'There is nothing to import',
  nothingNewNext: 'No line of it is a new code. Look at the lines above, or choose another file.',
  go: (count: number) => `Import ${codes(count)}`,
  checkAgain: 'Check again',

  running: 'Making the coupons',
  reading: 'Reading the file',
  progress: (done: number, total: number) => `${formatNumber(done)} of ${formatNumber(total)}`,
  cancel: 'Cancel the import',
  waiting: 'The server is away. The import goes on as soon as it is back, or is undone as a whole.',
  doneTitle,
  doneClean,
  doneRefused: (count: number) => `${lines(count)} refused, see below.`,
  cancelledTitle: 'The import was cancelled',
  nothingKept,
  failedTitle,
  notice,
  toBook: 'See the book',
  again: 'Import another file',
  retry: 'Try again',
  rejects: 'Refused lines',
  rejectsShown: (shown: number, all: number) =>
    shown === all ? `${lines(all)}` : `The first ${formatNumber(shown)} of ${lines(all)}`,
  value: 'What stood there',
  reason: 'Why',
  emptyValue: 'empty',
  download: 'Download them all as CSV',
  rejectsFile: (id: number) => `refused-lines-${String(id)}.csv`,
} as const
