import { recordEvents } from '../audit/record.ts'
import type { Book, createBook as contract } from '../contracts/books.ts'
import type { BodyOf } from '../contracts/contract.ts'
import type { Database, Transaction } from '../db/connect.ts'
import { DomainError, done, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { readBookInput, refuseEmptyPeriod } from './book-input.ts'
import { readBook } from './read-book.ts'

/** Makes a book; its owner is who makes it. */
export async function createBook(
  db: Database,
  tx: Transaction,
  actor: Actor,
  trace: Trace,
  body: BodyOf<typeof contract>,
): Promise<Outcome<Book>> {
  if (actor.bookIds !== null)
    throw new DomainError('forbidden', 'This API key is limited to some books and cannot make another.')
  const input = await readBookInput(tx, body)
  refuseEmptyPeriod(input)
  const made = await db.models.books.create(
    { ...input, name: body.name, owner_id: actor.id },
    { transaction: tx },
  )
  const { id } = made.get({ plain: true })
  await recordEvents(tx, trace, [{ action: 'book.created', book_id: id, details: { ...input } }])
  return done(await readBook(tx, actor, id))
}
