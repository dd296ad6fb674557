import { invalidField } from './problems.ts'

const DEFAULT_LIMIT = 50

/** What a list's statement needs of its query: one row more than the page tells whether there is another page. */
export interface Page<Key extends readonly (number | string)[]> {
  limit: number
  fetch: number
  after: Key | undefined
}

/**
 * Reads `?limit=` and `?cursor=` for a list whose order is fixed by `kinds` (the sort fields, the unique one last). A number may be
 * any safe integer, so a statement reads it as bigint; a time is an instant in ISO form with milliseconds.
 *
 * @throws DomainError `validation_failed` for a cursor that this list did not give.
 */
export function readPage<Key extends readonly (number | string)[]>(
  query: { limit?: number | undefined; cursor?: string | undefined },
  kinds: { [I in keyof Key]: Key[I] extends number ? 'number' : 'time' },
): Page<Key> {
  const limit = query.limit ?? DEFAULT_LIMIT
  return {
    limit,
    fetch: limit + 1,
    after: query.cursor === undefined ? undefined : readCursor(query.cursor, kinds),
  }
}

function readCursor<Key extends readonly (number | string)[]>(cursor: string, kinds: readonly string[]): Key {
  const key = parseCursor(cursor)
  const fits =
    Array.isArray(key) &&
    key.length === kinds.length &&
    key.every((part, index) => (kinds[index] === 'number' ? Number.isSafeInteger(part) : isTime(part)))
  if (!fits) throw invalidField('cursor', 'is not a cursor of this list')
  return key as unknown as Key
}

// What Date reads and what the database reads differ; both read, and write, this form.
function isTime(part: unknown): boolean {
  if (typeof part !== 'string' || !/^[1-9]\d{3}-/.test(part)) return false
  const at = new Date(part)
  return !Number.isNaN(at.getTime()) && at.toISOString() === part
}

function parseCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** A list's reply from the rows that were fetched: the page, and the cursor of the next one where there is more. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  keyOf: (row: Row) => readonly (number | string)[],
): { items: Item[]; next_cursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next =
    rows.length > limit && last ? Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') : null
  return { items: shown.map(toItem), next_cursor: next }
}
