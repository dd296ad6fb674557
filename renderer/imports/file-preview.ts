import { namedDelimiter, rowsAbove } from '../../server/contracts/table-start.ts'
import type { Encoding } from './import-options.ts'

/** The first lines of a file, read in the page so that they are there at once; the server reads the whole file by itself. */

const HEAD_BYTES = 65_536
const ROWS = 10
/** Rows that may stand above a table without hiding it from the preview. */
const MOST_ABOVE = 40
/** What one cell shows at most. */
const CELL_CHARS = 120

export interface PreviewRow {
  /** The physical line it begins on, from 1. */
  line: number
  cells: string[]
}

export interface Preview {
  encoding: Encoding
  /** How many columns the first line has. */
  width: number
  rows: PreviewRow[]
}

/** How the server reads the file, where it is known; the rest is guessed. A null delimiter is one column. */
export interface Reading {
  encoding: Encoding | undefined
  delimiter: string | null | undefined
}

/** The first ten lines of the table; undefined for what is no text. */
export async function readPreview(file: Blob, reading: Reading): Promise<Preview | undefined> {
  const [bytes, { default: Papa }] = await Promise.all([
    file.slice(0, HEAD_BYTES).arrayBuffer(),
    import('papaparse'),
  ])
  const encoding = reading.encoding ?? encodingOf(new Uint8Array(bytes))
  const text = new TextDecoder(encoding).decode(bytes, { stream: file.size > HEAD_BYTES })
  if (text.includes('\0')) return undefined
  const lines = text.replace(/\r\n?/g, '\n')
  const parse = (delimiter: string): string[][] =>
    withoutEnd(Papa.parse<string[]>(lines, { delimiter, preview: ROWS + MOST_ABOVE, newline: '\n' }).data)
  const named = namedDelimiter(lines)
  const given = reading.delimiter === null ? oneColumn : (reading.delimiter ?? named)
  const rows = given === undefined ? likeliest(parse) : parse(given)
  const above = rowsAbove(rows, named !== undefined)
  return {
    encoding,
    width: rows[above]?.length ?? 0,
    rows: numbered(rows).slice(above, above + ROWS),
  }
}

/** Stands in no file, so that the lines stay whole. */
const oneColumn = '\u0001'

/** The delimiter that gives the lines the same number of cells, and the more of them the better: as the server finds it. */
function likeliest(parse: (delimiter: string) => string[][]): string[][] {
  const [best] = [',', ';', '\t']
    .map((delimiter) => {
      const rows = parse(delimiter)
      const width = rows[rowsAbove(rows, false)]?.length ?? 1
      const filled = rows.filter((cells) => cells.length > 1 || cells[0] !== '')
      return { rows, width, same: filled.filter((cells) => cells.length === width).length / filled.length }
    })
    .filter(({ width }) => width > 1)
    .sort((a, b) => b.same - a.same || b.width - a.width)
  return best?.rows ?? parse(oneColumn)
}

function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

// What follows the last line break is no line.
function withoutEnd(rows: string[][]): string[][] {
  const last = rows.at(-1)
  return last?.length === 1 && last[0] === '' ? rows.slice(0, -1) : rows
}

function numbered(rows: string[][]): PreviewRow[] {
  let line = 1
  return rows.map((cells) => {
    const row = { line, cells: cells.map((cell) => cell.slice(0, CELL_CHARS)) }
    line += 1 + cells.join('').split('\n').length - 1
    return row
  })
}
