import { namedDelimiter, rowsAbove } from '../contracts/table-start.ts'
import { firstRows, rowsOf, type CsvRow } from './csv-rows.ts'
import { unreadable } from './errors.ts'
import type { SpooledFile } from './spool.ts'
import { chooseEncoding, headText, textOf, type Encoding } from './text-of-file.ts'

/** How a caller says that its file is to be read; what it leaves out is detected. */
export interface LayoutOptions {
  has_header?: boolean | undefined
  metadata?: boolean | undefined
  column?: string | undefined
  max_redemptions_column?: string | undefined
  delimiter?: string | undefined
  encoding?: Encoding | undefined
}

/** How a file is read. Columns count from 0. */
export interface Layout extends Table {
  /** How many cells every row has. */
  width: number
  codeColumn: number
  limitColumn: number | undefined
  /** Further columns and the names they have in a coupon's metadata. */
  metadataColumns: { name: string; column: number }[]
}

const DELIMITERS = [',', ';', '\t']
const ROWS_LOOKED_AT = 50
const MAX_COLUMNS_SHOWN = 50

/**
 * Finds out how a file of codes is read, by the rules of api.md, *CSV of codes*.
 *
 * @throws DomainError `unreadable_csv`; with `details.columns` where the column of the codes cannot be told.
 */
export function readLayout(file: SpooledFile, options: LayoutOptions): Layout {
  const { names, ...place } = readShape(file, options)
  const given = [options.column, options.max_redemptions_column]
  const hasHeader = options.has_header ?? looksLikeHeader(names, 'code', given)
  const codeColumn = findCodeColumn(names, hasHeader, options.column)
  const limitColumn =
    givenColumn(names, hasHeader, options.max_redemptions_column) ??
    (hasHeader ? indexOf(names, isNamed('max_redemptions')) : undefined)
  const others = options.metadata
    ? names.map((_, column) => column).filter((column) => column !== codeColumn && column !== limitColumn)
    : []
  return {
    ...place,
    hasHeader,
    width: names.length,
    codeColumn,
    limitColumn,
    metadataColumns: nameColumns(others, names, hasHeader),
  }
}

/** Where a file's table is, and how it is spelt. */
interface Place {
  encoding: Encoding
  /** Null where the beginning of the file has none: one column. */
  delimiter: string | null
  /** Rows above the table, which are none of its own. */
  above: number
}

/** A table whose first row may name its columns. */
export interface Table extends Place {
  hasHeader: boolean
}

/** What any CSV is made of: the place of its table, and the cells of that one's first row. */
export interface Shape extends Place {
  names: string[]
}

/** @throws DomainError `unreadable_csv` for a file that is empty or no text. */
export function readShape(file: SpooledFile, options: Pick<LayoutOptions, 'delimiter' | 'encoding'>): Shape {
  const encoding = chooseEncoding(file, options.encoding)
  const head = headText(file, encoding)
  if (head === '') throw unreadable({ fault: 'empty' })
  const isWhole = file.size <= file.head.length
  const named = namedDelimiter(head)
  const delimiter = options.delimiter ?? named ?? detectDelimiter(head, isWhole)
  const rows = firstRows(head, delimiter ?? ',', isWhole)
  const above = rowsAbove(rows, named !== undefined)
  return { encoding, delimiter, above, names: (rows[above] ?? []).map((cell) => cell.trim()) }
}

/** The rows of a file below its heading, in batches as they are read. */
export async function* tableRows(file: SpooledFile, table: Table): AsyncGenerator<CsvRow[]> {
  let toSkip = table.above + (table.hasHeader ? 1 : 0)
  for await (const rows of rowsOf(textOf(file, table.encoding), table.delimiter ?? ',')) {
    yield rows.slice(toSkip)
    toSkip = Math.max(0, toSkip - rows.length)
  }
}

/** Whether a first line names the columns: it has the one that every file has, or one that the caller names by its name. */
export function looksLikeHeader(
  names: string[],
  usual: string,
  given: readonly (string | undefined)[],
): boolean {
  const wanted = given.filter((column) => column !== undefined && !/^\d+$/.test(column))
  return [usual, ...wanted].some((name) => names.some(isNamed(name?.toLowerCase() ?? '')))
}

/** Whether a column has this name, in any case. */
export const isNamed =
  (wanted: string) =>
  (name: string): boolean =>
    name.toLowerCase() === wanted

/** The first of the columns that passes a test. */
export function indexOf(names: string[], test: (name: string) => boolean): number | undefined {
  const at = names.findIndex(test)
  return at === -1 ? undefined : at
}

/**
 * The column that the caller names, by its name or its number from 1; undefined where it names none.
 *
 * @throws DomainError `unreadable_csv` where the file has no such column.
 */
export function givenColumn(
  names: string[],
  hasHeader: boolean,
  wanted: string | undefined,
): number | undefined {
  if (wanted === undefined) return undefined
  const byName = hasHeader ? indexOf(names, isNamed(wanted.toLowerCase())) : undefined
  const byNumber = /^\d{1,4}$/.test(wanted) ? Number(wanted) - 1 : -1
  if (byName !== undefined) return byName
  if (byNumber in names) return byNumber
  throw unreadable({ fault: 'no_such_column', column: wanted, columns: columnsOf(names) })
}

function findCodeColumn(names: string[], hasHeader: boolean, wanted: string | undefined): number {
  const given = givenColumn(names, hasHeader, wanted)
  const code = given ?? (hasHeader ? indexOf(names, isNamed('code')) : undefined)
  if (code !== undefined) return code
  if (names.length === 1) return 0
  throw unreadable({ fault: 'no_code_column', width: names.length, columns: columnsOf(names) })
}

/** The names of the columns for a refusal that leaves a question open. */
export function columnsOf(names: string[]): string[] {
  return names.slice(0, MAX_COLUMNS_SHOWN).map((name) => name.slice(0, 100).toWellFormed())
}

function nameColumns(columns: number[], names: string[], hasHeader: boolean): Layout['metadataColumns'] {
  const named = columns.map((column) => ({
    column,
    name: (hasHeader && names[column]) || `column_${String(column + 1)}`,
  }))
  const twice = named.find(({ name }, index) => named.findIndex((other) => other.name === name) !== index)
  if (twice)
    throw unreadable({
      fault: 'doubled_column',
      column: twice.name.slice(0, 100).toWellFormed(),
      columns: columnsOf(names),
    })
  return named
}

/** The delimiter that gives the first rows the same number of cells, and the more of them the better. */
function detectDelimiter(head: string, isWhole: boolean): string | null {
  const rated = DELIMITERS.map((delimiter) => {
    const rows = firstRows(head, delimiter, isWhole).slice(0, ROWS_LOOKED_AT)
    const width = rows[rowsAbove(rows, false)]?.length ?? 1
    const filled = rows.filter((cells) => cells.length > 1 || cells[0] !== '')
    const same = filled.filter((cells) => cells.length === width).length / Math.max(1, filled.length)
    return { delimiter, width, same }
  })
  const [best] = rated.filter(({ width }) => width > 1).sort((a, b) => b.same - a.same || b.width - a.width)
  return best?.delimiter ?? null
}
