import type { z } from 'zod'
import type { encodings, uploadCodes } from '../../server/contracts/imports.ts'
import type { ColumnField, ImportTarget } from './import-target.ts'

export type Encoding = (typeof encodings)[number]
export type Delimiter = NonNullable<z.input<typeof uploadCodes.query>['delimiter']>

/** How the person says that the file is to be read. What is empty or undefined the server finds out. */
export interface ImportOptions {
  /** The number of each column that was chosen, from 1. */
  columns: Partial<Record<ColumnField, string>>
  delimiter: Delimiter | ''
  encoding: Encoding | ''
  hasHeader: boolean | undefined
  metadata: boolean
}

export const detectAll: ImportOptions = {
  columns: {},
  delimiter: '',
  encoding: '',
  hasHeader: undefined,
  metadata: false,
}

/** The options as the query of an upload. */
export function queryOf(options: ImportOptions, fileName: string) {
  const { columns, delimiter, encoding, hasHeader, metadata } = options
  return {
    file_name: fileName.slice(0, 200),
    ...columns,
    delimiter: delimiter === '' ? null : delimiter,
    encoding: encoding === '' ? null : encoding,
    has_header: hasHeader ?? null,
    metadata: metadata ? true : null,
  }
}

/** The server's rule: a first line that names the column that every file has is a heading, unless the person says otherwise. */
export function isHeading(target: ImportTarget, cells: readonly string[], options: ImportOptions): boolean {
  const [main] = target.columns
  return options.hasHeader ?? cells.some((cell) => isNamed(cell, main?.heading))
}

/** Which column holds what, from 0, as the server would decide; what it has to be told is left out. */
export function columnsOf(
  target: ImportTarget,
  cells: readonly string[],
  options: ImportOptions,
): Partial<Record<ColumnField, number>> {
  const heading = isHeading(target, cells, options)
  // A heading that names nothing may stand over the only column that there is.
  const unnamed = heading && cells.length > 1 ? {} : target.unnamed(cells)
  const found: Partial<Record<ColumnField, number>> = {}
  for (const { field, heading: name } of target.columns) {
    const chosen = options.columns[field] ?? ''
    const named = heading ? cells.findIndex((cell) => isNamed(cell, name)) : -1
    const column = chosen !== '' ? Number(chosen) - 1 : named >= 0 ? named : unnamed[field]
    if (column !== undefined) found[field] = column
  }
  return found
}

/** The columns without which there is no import, and of which nobody knows which they are. */
export function missingColumns(
  target: ImportTarget,
  cells: readonly string[],
  options: ImportOptions,
): ColumnField[] {
  const found = columnsOf(target, cells, options)
  return target.columns.filter(({ field, needed }) => needed && !(field in found)).map(({ field }) => field)
}

/**
 * The options with one more column chosen (from 0; undefined for none). What was found by itself until now is said as well: beside a
 * chosen column the server guesses nothing. Of the first line a choice says nothing: it is told, too, so that no code is taken for a
 * heading.
 */
export function withColumn(
  target: ImportTarget,
  cells: readonly string[],
  options: ImportOptions,
  field: ColumnField,
  column: number | undefined,
): Pick<ImportOptions, 'columns' | 'hasHeader'> {
  const all = { ...columnsOf(target, cells, options), [field]: column }
  const columns = Object.fromEntries(
    Object.entries(all).flatMap(([key, at]) => (at === undefined ? [] : [[key, String(at + 1)]])),
  )
  const hasHeader = options.hasHeader ?? (isHeading(target, cells, options) || looksLikeNames(cells))
  return { columns, hasHeader }
}

/** Whether a first line that nobody can tell for sure looks like names rather than values: no digit in it, and no address. */
function looksLikeNames(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() !== '' && !/[\d@]/.test(cell))
}

function isNamed(cell: string, name: string | undefined): boolean {
  return cell.trim().toLowerCase() === name
}
