import type { RejectReason } from '../contracts/imports.ts'
import { email as emailField, externalId as externalIdField, line as lineField } from '../contracts/fields.ts'
import { shortened } from './code-lines.ts'
import {
  columnsOf,
  givenColumn,
  indexOf,
  isNamed,
  looksLikeHeader,
  readShape,
  type LayoutOptions,
  type Shape,
} from './csv-layout.ts'
import type { CsvRow } from './csv-rows.ts'
import { unreadable } from './errors.ts'
import type { SpooledFile } from './spool.ts'

/** What one line says of a person, or why it is refused. */
export type PersonLine =
  | { line: number; name: string | null; email: string; externalId: string | null }
  | { line: number; value: string; reason: RejectReason }

/** How a file of people is read. Columns count from 0. */
export interface PeopleLayout extends Shape {
  hasHeader: boolean
  emailColumn: number
  nameColumn: number | undefined
  externalIdColumn: number | undefined
}

/** How a caller says that its file is to be read; what it leaves out is detected. */
export interface PeopleOptions extends Pick<LayoutOptions, 'has_header' | 'delimiter' | 'encoding'> {
  email_column?: string | undefined
  name_column?: string | undefined
  external_id_column?: string | undefined
}

/**
 * Finds out how a file of people is read: by the columns that the caller names; by a header, which is there where a cell of the
 * first line is `email`; else by the order `name,email[,external_id]`, or, where names are not wanted, by the column that holds an
 * address.
 *
 * @throws DomainError `unreadable_csv`; with `details.columns` where a column cannot be told.
 */
export function readPeopleLayout(
  file: SpooledFile,
  options: PeopleOptions,
  wantsNames: boolean,
): PeopleLayout {
  const shape = readShape(file, options)
  const { names } = shape
  const given = [options.email_column, options.name_column, options.external_id_column]
  const hasHeader = options.has_header ?? looksLikeHeader(names, 'email', given)
  if (!hasHeader && wantsNames && given.every((column) => column === undefined))
    return { ...shape, hasHeader, ...columnsByOrder(names) }
  const find = (name: string, wanted: string | undefined): number | undefined =>
    givenColumn(names, hasHeader, wanted) ?? (hasHeader ? indexOf(names, isNamed(name)) : undefined)
  const address = hasHeader ? undefined : indexOf(names, (cell) => cell.includes('@'))
  const emailColumn = find('email', options.email_column) ?? address
  if (emailColumn === undefined) throw unreadable({ fault: 'no_email_column', columns: columnsOf(names) })
  const nameColumn = find('name', options.name_column)
  if (wantsNames && nameColumn === undefined)
    throw unreadable({ fault: 'no_name_column', columns: columnsOf(names) })
  const externalIdColumn = find('external_id', options.external_id_column)
  return { ...shape, hasHeader, emailColumn, nameColumn, externalIdColumn }
}

function columnsByOrder(
  names: string[],
): Pick<PeopleLayout, 'nameColumn' | 'emailColumn' | 'externalIdColumn'> {
  if (names.length < 2 || names.length > 3)
    throw unreadable({ fault: 'no_heading', columns: columnsOf(names) })
  return { nameColumn: 0, emailColumn: 1, externalIdColumn: names.length === 3 ? 2 : undefined }
}

const nameField = lineField(120)

/** Reads a row of a file. A blank line is empty, whatever the number of columns. */
export function readPersonRow(
  { line, cells, broken }: CsvRow,
  layout: PeopleLayout,
  wantsNames: boolean,
): PersonLine {
  const refused = (reason: RejectReason, value: string): PersonLine => ({
    line,
    value: shortened(value),
    reason,
  })
  if (cells.length === 1 && cells[0]?.trim() === '') return refused('empty', cells[0])
  if (broken || cells.length !== layout.names.length)
    return refused('malformed_row', cells.join(layout.delimiter ?? ','))
  const cell = (column: number | undefined): string => (column === undefined ? '' : (cells[column] ?? ''))
  const email = emailField.safeParse(cell(layout.emailColumn))
  if (!email.success) return refused('invalid_email', cell(layout.emailColumn))
  if (!wantsNames) return { line, name: null, email: email.data, externalId: null }
  const name = nameField.safeParse(cell(layout.nameColumn))
  if (!name.success) return refused('invalid_name', cell(layout.nameColumn))
  const given = cell(layout.externalIdColumn)
  const externalId = given.trim() === '' ? undefined : externalIdField.safeParse(given)
  if (externalId && !externalId.success) return refused('invalid_external_id', given)
  return { line, name: name.data, email: email.data, externalId: externalId?.data ?? null }
}
