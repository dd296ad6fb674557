import type { RejectReason } from '../contracts/imports.ts'
import { readCode } from '../contracts/code-key.ts'
import { withoutGuard } from '../http/csv-reply.ts'
import type { Layout } from './csv-layout.ts'
import type { CsvRow } from './csv-rows.ts'
import { MAX_REJECT_VALUE } from './limits.ts'

/** What one line holds: a code with what belongs to it, or why it is refused. */
export type CodeLine =
  | { line: number; code: string; key: string; maxRedemptions: number | null; metadata: string | null }
  | { line: number; value: string; reason: RejectReason }

const MAX_LIMIT = 1_000_000
const MAX_METADATA_CHARS = 8192

/** Reads a code of a list, whose place in the list is its line. */
export function readListedCode(line: number, text: string, maxRedemptions: number | null): CodeLine {
  const read = readCode(text)
  if ('fault' in read) return { line, value: shortened(text), reason: read.fault }
  return { line, ...read, maxRedemptions, metadata: null }
}

/** Reads a row of a file. A blank line is empty, whatever the number of columns. */
export function readCodeRow({ line, cells, broken }: CsvRow, layout: Layout): CodeLine {
  const refused = (reason: RejectReason, value: string): CodeLine => ({
    line,
    value: shortened(value),
    reason,
  })
  if (cells.length === 1 && cells[0]?.trim() === '') return refused('empty', cells[0])
  const whole = (): string =>
    cells.map((cell) => cell.slice(0, MAX_REJECT_VALUE)).join(layout.delimiter ?? ',')
  if (broken || cells.length !== layout.width) return refused('malformed_row', whole())
  const text = withoutGuard(cells[layout.codeColumn] ?? '')
  const read = readCode(text)
  if ('fault' in read) return refused(read.fault, text)
  const maxRedemptions = layout.limitColumn === undefined ? null : readLimit(cells[layout.limitColumn] ?? '')
  const metadata = readMetadata(cells, layout)
  if (maxRedemptions === undefined || metadata === undefined) return refused('malformed_row', whole())
  return { line, ...read, maxRedemptions, metadata }
}

function readLimit(cell: string): number | null | undefined {
  const text = cell.trim()
  if (text === '') return null
  const limit = /^\d{1,7}$/.test(text) ? Number(text) : 0
  return limit >= 1 && limit <= MAX_LIMIT ? limit : undefined
}

function readMetadata(cells: string[], layout: Layout): string | null | undefined {
  if (layout.metadataColumns.length === 0) return null
  const fields = layout.metadataColumns.map(({ name, column }) => [name, cells[column] ?? ''] as const)
  const json = JSON.stringify(Object.fromEntries(fields))
  return json.length <= MAX_METADATA_CHARS ? json : undefined
}

/** What a refused line keeps of its text: storable, whatever it was. */
export function shortened(text: string): string {
  const start = text.slice(0, MAX_REJECT_VALUE)
  const cut = text.length > MAX_REJECT_VALUE && /[\ud800-\udbff]$/.test(start) ? start.slice(0, -1) : start
  return cut.toWellFormed().replaceAll('\0', '\ufffd')
}
