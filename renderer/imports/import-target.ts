import {
  uploadCodes,
  uploadPoolUsers,
  uploadUsers,
  type Import,
  type ImportRecord,
} from '../../server/contracts/imports.ts'
import { hrefTo } from '../state/places.ts'

/** The fields of an upload that say which column holds what. */
export type ColumnField =
  'column' | 'max_redemptions_column' | 'email_column' | 'name_column' | 'external_id_column'

/** A column that the file may have: what it is called in a heading, and whether there is no import without it. */
export interface ColumnRole {
  field: ColumnField
  heading: string
  needed: boolean
}

/** What a file becomes: how its columns are found, and where it is sent. */
export interface ImportTarget {
  kind: Import['target']
  /** The first is the one that every file has. */
  columns: readonly ColumnRole[]
  /** Whether other columns can be kept with what is made. */
  keepsOthers: boolean
  /** Where the columns are, from 0, in a file whose first line does not name them: as the server would find them. */
  unnamed: (cells: readonly string[]) => Partial<Record<ColumnField, number>>
  contract: typeof uploadCodes | typeof uploadUsers | typeof uploadPoolUsers
  params: { id: string } | Record<never, never>
  /** Where what was made is seen; undefined once that is gone. */
  home: string | undefined
}

export function codesOfBook(bookId: string): ImportTarget {
  return {
    kind: 'codes',
    columns: [
      { field: 'column', heading: 'code', needed: true },
      { field: 'max_redemptions_column', heading: 'max_redemptions', needed: false },
    ],
    keepsOthers: true,
    unnamed: (cells) => (cells.length === 1 ? { column: 0 } : {}),
    contract: uploadCodes,
    params: { id: bookId },
    home: hrefTo('book', { id: bookId }),
  }
}

export function customersOfStore(): ImportTarget {
  return {
    kind: 'users',
    columns: [
      { field: 'email_column', heading: 'email', needed: true },
      { field: 'name_column', heading: 'name', needed: true },
      { field: 'external_id_column', heading: 'external_id', needed: false },
    ],
    keepsOthers: false,
    unnamed: ({ length }) => {
      if (length < 2 || length > 3) return {}
      return { name_column: 0, email_column: 1, ...(length === 3 && { external_id_column: 2 }) }
    },
    contract: uploadUsers,
    params: {},
    home: hrefTo('customers'),
  }
}

export function membersOfPool(poolId: string): ImportTarget {
  return {
    kind: 'pool_users',
    columns: [{ field: 'email_column', heading: 'email', needed: true }],
    keepsOthers: false,
    unnamed: (cells) => {
      const address = cells.findIndex((cell) => cell.includes('@'))
      return address < 0 ? {} : { email_column: address }
    },
    contract: uploadPoolUsers,
    params: { id: poolId },
    home: hrefTo('pool', { id: poolId }),
  }
}

/** Where the report of an import is; undefined once what it went into is gone. */
export function reportOf({
  id,
  target,
  book_id,
  pool_id,
}: Pick<Import | ImportRecord, 'id' | 'target' | 'book_id' | 'pool_id'>): string | undefined {
  if (target === 'users') return hrefTo('importCustomers', {}, { import: id })
  if (target === 'codes')
    return book_id === null ? undefined : hrefTo('importCodes', { id: book_id }, { import: id })
  return pool_id === null ? undefined : hrefTo('importMembers', { id: pool_id }, { import: id })
}
