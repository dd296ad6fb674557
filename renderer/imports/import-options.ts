import type { z } from 'zod'
import type { encodings, uploadCodes } from '../../server/contracts/imports.ts'

export type Encoding = (typeof encodings)[number]
export type Delimiter = NonNullable<z.input<typeof uploadCodes.query>['delimiter']>

/** How the person says that the file is to be read. What is empty or undefined the server finds out. */
export interface ImportOptions {
  /** The number of the column with the codes, from 1. */
  column: string
  delimiter: Delimiter | ''
  encoding: Encoding | ''
  hasHeader: boolean | undefined
  metadata: boolean
}

export const detectAll: ImportOptions = {
  column: '',
  delimiter: '',
  encoding: '',
  hasHeader: undefined,
  metadata: false,
}

/** The options as the query of an upload. */
export function queryOf(options: ImportOptions, fileName: string) {
  const { column, delimiter, encoding, hasHeader, metadata } = options
  return {
    file_name: fileName.slice(0, 200),
    column: column === '' ? null : column,
    delimiter: delimiter === '' ? null : delimiter,
    encoding: encoding === '' ? null : encoding,
    has_header: hasHeader ?? null,
    metadata: metadata ? true : null,
  }
}

/** The server's rule: a first line with a cell "code" is a heading, unless the person says otherwise. */
export function isHeading(cells: readonly string[], options: ImportOptions): boolean {
  return options.hasHeader ?? cells.some(isCode)
}

/** Which column holds the codes, from 0, as the server would decide; undefined where it has to be told. */
export function codeColumn(cells: readonly string[], options: ImportOptions): number | undefined {
  if (options.column !== '') return Number(options.column) - 1
  const named = isHeading(cells, options) ? cells.findIndex(isCode) : -1
  if (named >= 0) return named
  return cells.length === 1 ? 0 : undefined
}

/** Whether a first line that nobody can tell for sure looks like names rather than codes: no digit in it. */
export function looksLikeNames(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() !== '' && !/\d/.test(cell))
}

function isCode(cell: string): boolean {
  return cell.trim().toLowerCase() === 'code'
}
