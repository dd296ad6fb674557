import { literal } from 'sequelize'
import { recordEvents } from '../audit/record.ts'
import type { Book, updateBook as contract } from '../contracts/books.ts'
import type { BodyOf } from '../contracts/contract.ts'
import type { Database, Transaction } from '../db/connect.ts'
import type { BookRow } from '../db/models/book.ts'
import { done, refuse, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { readBookInput, refuseEmptyPeriod, type BookInput } from './book-input.ts'
import { NO_SUCH_BOOK } from './errors.ts'
import { readBook } from './read-book.ts'
import { isVisible } from './visible.ts'

/** Changes what a request names and differs; the event tells each such field's former and new value. */
export async function updateBook(
  db: Database,
  tx: Transaction,
  actor: Actor,
  trace: Trace,
  id: number,
  body: BodyOf<typeof contract>,
): Promise<Outcome<Book>> {
  // Imports and assignments hold the row for its key alone, and go on beside this.
  const found = await db.models.books.findByPk(id, { transaction: tx, lock: tx.LOCK.NO_KEY_UPDATE })
  const before = found?.get({ plain: true })
  if (!found || !before || !isVisible(actor, before)) return refuse('book_not_found', NO_SUCH_BOOK)
  const input = await readBookInput(tx, body)
  refuseEmptyPeriod({ ...before, ...input })
  const changed = differences(before, input)
  const fields = Object.keys(changed)
  if (fields.length > 0) {
    await db.models.books.update(
      { ...input, updated_at: literal('clock_timestamp()') },
      { where: { id }, fields: [...(fields as (keyof BookRow)[]), 'updated_at'], transaction: tx },
    )
    await recordEvents(tx, trace, [{ action: 'book.updated', book_id: id, details: changed }])
  }
  return done(await readBook(tx, actor, id))
}

function differences(before: BookRow, input: BookInput): Record<string, { from: unknown; to: unknown }> {
  return Object.fromEntries(
    Object.entries(input)
      .map(([field, to]) => [field, { from: before[field as keyof BookRow], to }] as const)
      .filter(([, { from, to }]) => JSON.stringify(from) !== JSON.stringify(to)),
  )
}
