/** Rows for tests below HTTP: users, books and coupons made in the database, and actors to act upon them. */
import { pino } from 'pino'
import type { Role } from '../../server/contracts/contract.ts'
import { keyOf } from '../../server/contracts/code-key.ts'
import { connect, type Database } from '../../server/db/connect.ts'
import { query, queryOne } from '../../server/db/query.ts'
import type { Actor, Trace } from '../../server/http/context.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

export interface Store {
  db: Database
  database: TestDatabase
  /** Users of one role, as actors. */
  users(count: number, role?: Role): Promise<[Actor, ...Actor[]]>
  book(rules?: Record<string, unknown>): Promise<number>
  /** Free coupons; answers their codes. */
  codes(bookId: number, count: number, columns?: { max_redemptions?: number }): Promise<string[]>
  close(): Promise<void>
}

const USERS = `
  insert into users (name, role) select $2 || ' ' || n, $2 from generate_series(1, $1::int) n
  returning id, kind, name, role`

const BOOK = `
  insert into books (name, allow_multi_redemption, max_redemptions_per_user, max_assignments_per_user, require_lock,
         redeem_unassigned, self_service)
  select 'A book', coalesce(allow_multi_redemption, false), max_redemptions_per_user, max_assignments_per_user,
         coalesce(require_lock, false), coalesce(redeem_unassigned, false), coalesce(self_service, false)
    from jsonb_populate_record(null::books, $1::jsonb)
  returning id`

const CODES = `
  insert into coupons (book_id, code, code_key, max_redemptions)
  select $1, code, code_key, $4 from unnest($2::text[], $3::text[]) as c (code, code_key)`

/** A store on a fresh database, without a server. */
export async function createStore(): Promise<Store> {
  const database = await createTestDatabase()
  const log = pino({ level: 'silent' })
  const db = connect(database.url, {
    log: (event, fields) => {
      log.warn(fields, event)
    },
  })
  let series = 0
  return {
    db,
    database,
    users: async (count, role = 'customer') => {
      const rows = await query<Pick<Actor, 'id' | 'kind' | 'name' | 'role'>>(db, USERS, [count, role])
      return rows.map((row) => ({ ...row, bookIds: null, sessionId: null })) as [Actor, ...Actor[]]
    },
    book: async (rules = {}) => (await queryOne<{ id: number }>(db, BOOK, [JSON.stringify(rules)])).id,
    codes: async (bookId, count, columns = {}) => {
      series += 1
      const codes = Array.from(
        { length: count },
        (_, index) => `C${String(series)}-${String(index + 1).padStart(6, '0')}`,
      )
      await query(db, CODES, [
        bookId,
        codes,
        codes.map((code) => keyOf(code)),
        columns.max_redemptions ?? null,
      ])
      return codes
    },
    close: async () => {
      await db.close()
      await database.drop()
    },
  }
}

/** The trace of a request by this actor. */
export function traceOf(actor: Actor, till: string | null = null): Trace {
  return { actorId: actor.id, till, requestId: `test-${String(actor.id)}` }
}
