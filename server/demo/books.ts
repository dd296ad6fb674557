import { createReadStream } from 'node:fs'
import { basename, join } from 'node:path'
import type { Book } from '../contracts/books.ts'
import { uploadCodes } from '../contracts/imports.ts'
import { createBook } from '../books/create-book.ts'
import type { Database, Transaction } from '../db/connect.ts'
import { queryOne } from '../db/query.ts'
import { DomainError, valueOf } from '../errors.ts'
import type { Actor, AppContext } from '../http/context.ts'
import { codesOfBook } from '../imports/import-codes.ts'
import { importJob } from '../imports/import-job.ts'
import { spool } from '../imports/spool.ts'
import { JobControl } from '../jobs/job-control.ts'
import { runJob } from '../jobs/run-job.ts'
import { createPool } from '../pools/create-pool.ts'
import type { DemoPeople } from './people.ts'

/** The two books of the demo. */
export interface DemoBooks {
  /** Single use, at most two for a customer, for 90 days. */
  welcome: Book
  /** Paper cards for five coffees, which customers may also take themselves. */
  coffee: Book
}

// A day by the store's calendar is all that a book's end needs.
const IN_90_DAYS = "select to_char(clock_timestamp() + interval '90 days', 'YYYY-MM-DD') as day"

/** Makes the books, with the manager as their owner. */
export async function createBooks(
  db: Database,
  tx: Transaction,
  manager: Actor,
  requestId: string,
): Promise<DemoBooks> {
  const trace = { actorId: manager.id, till: null, requestId }
  const { day } = await queryOne<{ day: string }>(tx, IN_90_DAYS)
  const welcome = await createBook(db, tx, manager, trace, {
    name: 'Welcome: 15 % off',
    description: 'One purchase each, for everybody who is new here.',
    expiration_date: day,
    max_assignments_per_user: 2,
  })
  const coffee = await createBook(db, tx, manager, trace, {
    name: 'Coffee card',
    description: 'Five coffees. Printed cards lie at the counter; customers may take one in the app, too.',
    allow_multi_redemption: true,
    max_redemptions_per_user: 5,
    redeem_unassigned: true,
    self_service: true,
    lock_seconds: 120,
  })
  return { welcome: valueOf(welcome), coffee: valueOf(coffee) }
}

/** Makes a pool of the first half of the customers. */
export async function createRegulars(
  tx: Transaction,
  { manager, customers }: DemoPeople,
  requestId: string,
): Promise<void> {
  const trace = { actorId: manager.id, till: null, requestId }
  const user_ids = customers.slice(0, customers.length / 2).map(({ id }) => id)
  valueOf(await createPool(tx, trace, { name: 'Regulars', description: 'They come every week.', user_ids }))
}

/** Imports a file of codes as an upload does. */
export async function importFile(
  app: AppContext,
  manager: Actor,
  bookId: number,
  path: string,
  requestId: string,
): Promise<void> {
  const file = await spool(createReadStream(join(app.config.resourcesDir, 'demo', path)))
  try {
    const upload = { kind: 'file' as const, file, fileName: basename(path) }
    const work = {
      actor: manager,
      trace: { actorId: manager.id, till: null, requestId },
      upload,
      target: codesOfBook(manager, bookId, upload, {}),
      options: { strict: true },
    }
    const control = new JobControl(app.db)
    const reply = await runJob(app, importJob(app.db, uploadCodes, work, undefined, control), control)
    if (reply.status >= 400) throw new DomainError('invalid_state', `The demo's ${path} was not imported.`)
  } finally {
    await file.close()
  }
}
