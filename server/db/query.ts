import { QueryTypes } from 'sequelize'
import type { Database, Transaction } from './connect.ts'

/** Where a statement runs: in a transaction, or alone on any connection of the pool. */
export type On = Transaction | Database

/**
 * Runs one bound statement and gives its rows. `sql` is a constant; values go through `bind` alone.
 *
 * @param Row the shape that the statement's columns have; the caller vouches for it.
 */
export async function query<Row extends object>(on: On, sql: string, bind: unknown[] = []): Promise<Row[]> {
  return on.sequelize.query<Row>(sql, {
    bind,
    type: QueryTypes.SELECT,
    ...('models' in on ? {} : { transaction: on }),
  })
}

/** As {@link query}, for a statement that has one row by its nature. */
export async function queryOne<Row extends object>(on: On, sql: string, bind: unknown[] = []): Promise<Row> {
  const [row] = await query<Row>(on, sql, bind)
  if (!row) throw new Error('a statement that always has a row gave none')
  return row
}
