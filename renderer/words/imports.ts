import type { Import } from '../../server/contracts/imports.ts'
import { formatNumber } from '../ui/format.ts'
import type { TargetWords } from './import-targets.ts'

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

const doneClean = 'Every line was good.'
const failedTitle = 'The import failed'
const nothingKept = 'Nothing of the file was kept.'

/** An import that ended, for those who look elsewhere. */
export function importNotice(
  { state, imported, rejected, file_name, error }: Import,
  target: TargetWords,
): { title: string; body: string } {
  const outcome = rejected === 0 ? doneClean : `${lines(rejected)} refused.`
  const [title, words] =
    state === 'done'
      ? [target.done(imported), outcome]
      : [failedTitle, `${error ?? ''} ${nothingKept}`.trim()]
  return { title, body: [file_name, words].filter(Boolean).join('\n').slice(0, 500) }
}

/** The words of every import: file, reading, trial, run and report; `targetWords` has what depends on what it makes. */
export const importWords = {
  steps: { source: 'File', reading: 'What we read', trial: 'Trial run', run: 'Import' },
  open: 'Show',
  fold: 'Fold',

  sample: 'Download a sample file',
  history: 'All imports',
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
  detect: 'As detected',
  columnName: (number: number, name: string) =>
    name === '' ? `Column ${String(number)}` : `${String(number)} · ${name}`,
  inColumn: (what: string, number: number, name: string) =>
    name === '' ? `${what} in column ${String(number)}` : `${what} in “${name}”`,
  noColumn: 'None',
  otherwise: 'Read it differently',
  waitsForColumn: 'It begins as soon as the column is known.',
  columnHead: (number: number) => `Column ${String(number)}`,
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
  runSum: (file: string | null, when: string) => (file === null ? when : `${file} · ${when}`),
  nothingWritten: 'Nothing is written yet.',
  checking: 'Checking each line',
  sending: 'Sending the file',
  share: (part: number) => `${String(Math.round(part * 100))} %`,
  sent: (sent: number, total: number) => `${size(sent)} of ${size(total)}`,
  isNew: 'New',
  isNewHint: 'will be imported',
  shownOf: (shown: number, all: number) =>
    shown === all ? lines(all) : `The first ${formatNumber(shown)} of ${lines(all)}`,
  downloadTrial: 'Download all refused lines as CSV',
  trialFile: 'refused-lines.csv',
  nothingNew: 'There is nothing to import',
  checkAgain: 'Check again',

  reading: 'Reading the file',
  cancel: 'Cancel the import',
  waiting: 'The server is away. The import goes on as soon as it is back, or is undone as a whole.',
  doneClean,
  doneRefused: (count: number) => `${lines(count)} refused, see below.`,
  cancelledTitle: 'The import was cancelled',
  nothingKept,
  failedTitle,
  again: 'Import another file',
  retry: 'Try again',
  rejects: 'Refused lines',
  value: 'What stood there',
  reason: 'Why',
  emptyValue: 'empty',
  download: 'Download them all as CSV',
  rejectsFile: (id: number) => `refused-lines-${String(id)}.csv`,
} as const
