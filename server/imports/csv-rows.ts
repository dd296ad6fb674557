import Papa from 'papaparse'
import { unreadable } from './errors.ts'
import { MAX_RECORD_CHARS } from './limits.ts'

/** One record of a file: the physical line it begins on, from 1, and its cells; `broken` where its quotation marks are wrong. */
export interface CsvRow {
  line: number
  cells: string[]
  broken: boolean
}

interface Parsed {
  data: string[][]
  errors: { code: string; row: number }[]
  meta: { cursor: number }
}

// The package's own parser, fed piece by piece: through its streams every row is an event of its own, and ten times as slow.
function parse(text: string, delimiter: string, isLast: boolean): Parsed {
  const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"' })
  return parser.parse(text, 0, !isLast) as Parsed
}

/** The records that are whole in the beginning of a text; where not even one is, what there is of the first. */
export function firstRows(head: string, delimiter: string, isWhole: boolean): string[][] {
  const { data } = parse(head, delimiter, isWhole)
  return data.length > 0 ? data : parse(head, delimiter, true).data.slice(0, 1)
}

/**
 * The records of a text whose line breaks are all `\n`, in batches as the pieces come.
 *
 * @throws DomainError `unreadable_csv` for a quotation mark that is never closed: it would swallow the rest of the file.
 */
export async function* rowsOf(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRow[]> {
  let line = 1
  let rest = ''
  for await (const piece of pieces) {
    const text = rest + piece
    const parsed = parse(text, delimiter, false)
    rest = text.slice(parsed.meta.cursor)
    if (rest.length > MAX_RECORD_CHARS) throw neverClosed(line + linesOf(parsed.data))
    const rows = number(parsed, line)
    line += linesOf(parsed.data)
    if (rows.length > 0) yield rows
  }
  if (rest === '') return
  const parsed = parse(rest, delimiter, true)
  const unclosed = parsed.errors.find((error) => error.code === 'MissingQuotes')
  if (unclosed) throw neverClosed(line + linesOf(parsed.data.slice(0, unclosed.row)))
  yield number(parsed, line)
}

function neverClosed(line: number): Error {
  return unreadable(`Line ${String(line)} opens a quotation mark that is not closed.`, { line })
}

function number({ data, errors }: Parsed, first: number): CsvRow[] {
  const broken = errors.length === 0 ? undefined : new Set(errors.map((error) => error.row))
  let line = first
  return data.map((cells, index) => {
    const row = { line, cells, broken: broken?.has(index) ?? false }
    line += linesIn(cells)
    return row
  })
}

function linesOf(rows: string[][]): number {
  return rows.reduce((sum, cells) => sum + linesIn(cells), 0)
}

// A record has one line, and one more for each line break within its quotation marks.
function linesIn(cells: string[]): number {
  let lines = 1
  for (const cell of cells)
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) lines += 1
  return lines
}
