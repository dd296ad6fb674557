import { unreadable } from './errors.ts'
import { MAX_RECORD_CHARS } from './limits.ts'

/** One record of a file: the physical line it begins on, from 1, and its cells; `broken` where its quotation marks are wrong. */
export interface CsvRow {
  line: number
  cells: string[]
  broken: boolean
}

interface Record {
  cells: string[]
  broken: boolean
  /** Where the next one begins. */
  end: number
}

const QUOTE = '"'

/** The records that are whole in the beginning of a text; where not even one is, what there is of the first. */
export function firstRows(head: string, delimiter: string, isWhole: boolean): string[][] {
  const records = [...recordsOf(head, delimiter, isWhole)]
  if (records.length === 0 && head !== '') return [head.split(delimiter)]
  return records.map((record) => record.cells)
}

/**
 * The records of a text whose line breaks are all `\n`, in batches as the pieces come. A cell in quotation marks may hold
 * delimiters, line breaks and doubled quotation marks; what stands behind its closing one breaks its record, and no other.
 *
 * @throws DomainError `unreadable_csv` for a quotation mark that is never closed: it would swallow the rest of the file.
 */
export async function* rowsOf(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRow[]> {
  let line = 1
  let rest = ''
  const take = (text: string, isLast: boolean): CsvRow[] => {
    const rows: CsvRow[] = []
    let at = 0
    for (const { cells, broken, end } of recordsOf(text, delimiter, isLast)) {
      rows.push({ line, cells, broken })
      line += lineBreaksIn(text, at, end)
      at = end
    }
    rest = text.slice(at)
    return rows
  }
  for await (const piece of pieces) {
    const rows = take(rest + piece, false)
    if (rest.length > MAX_RECORD_CHARS) throw neverClosed(line)
    if (rows.length > 0) yield rows
  }
  const rows = take(rest, true)
  if (rest !== '') throw neverClosed(line)
  if (rows.length > 0) yield rows
}

function neverClosed(line: number): Error {
  return unreadable({ fault: 'open_quote', line })
}

function lineBreaksIn(text: string, from: number, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

/** The records that are whole in `text`; with `isLast` its end ends the last of them. */
function* recordsOf(text: string, delimiter: string, isLast: boolean): Generator<Record> {
  let quote = text.indexOf(QUOTE)
  for (let at = 0; at < text.length;) {
    const lineBreak = text.indexOf('\n', at)
    if (lineBreak === -1 && !isLast) return
    const end = lineBreak === -1 ? text.length : lineBreak
    if (quote !== -1 && quote < at) quote = text.indexOf(QUOTE, at)
    // Most lines have no quotation mark.
    const record =
      quote === -1 || quote >= end
        ? { cells: text.slice(at, end).split(delimiter), broken: false, end: end + 1 }
        : readQuoted(text, at, delimiter, isLast)
    if (!record) return
    yield record
    at = record.end
  }
}

/** A record with quotation marks; undefined where the text ends before it does. */
function readQuoted(text: string, start: number, delimiter: string, isLast: boolean): Record | undefined {
  const cells: string[] = []
  let broken = false
  for (let at = start; ; at += 1) {
    const isQuoted = text[at] === QUOTE
    const quoted = isQuoted ? readInQuotes(text, at + 1) : { value: '', end: at }
    if (!quoted) return undefined
    const end = endOfCell(text, quoted.end, delimiter)
    const behind = text.slice(quoted.end, end)
    const isClean = isQuoted && behind.trim() === ''
    cells.push(isClean ? quoted.value : quoted.value + behind)
    broken ||= isQuoted && !isClean
    at = end
    if (at === text.length && !isLast) return undefined
    if (at === text.length || text[at] === '\n') return { cells, broken, end: at + 1 }
  }
}

function readInQuotes(text: string, start: number): { value: string; end: number } | undefined {
  let value = ''
  for (let from = start; ;) {
    const quote = text.indexOf(QUOTE, from)
    if (quote === -1) return undefined
    value += text.slice(from, quote)
    if (text[quote + 1] !== QUOTE) return { value, end: quote + 1 }
    value += QUOTE
    from = quote + 2
  }
}

function endOfCell(text: string, start: number, delimiter: string): number {
  let at = start
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1
  return at
}
