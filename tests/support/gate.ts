/** Gates: a race is held at a point until the test has seen the other side arrive. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { expect } from 'vitest'
import type { Database } from '../../server/db/connect.ts'
import { query } from '../../server/db/query.ts'

/** Something that waits until it is opened. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

const WAITING = `
  select count(*)::int as count from pg_stat_activity
   where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = 'Lock'`

/** Waits until so many sessions of the database wait for a lock. */
export async function untilWaiting(db: Database, count = 1): Promise<void> {
  for (let tries = 0; tries < 2000; tries += 1) {
    const [row] = await query<{ count: number }>(db, WAITING)
    if ((row?.count ?? 0) >= count) return
    await sleep(10)
  }
  expect.unreachable('no session came to wait for a lock')
}

/** What {@link holdBack} holds. */
export interface Hold {
  /** Lets go; nothing of it stays. */
  release(): Promise<void>
}

/** Holds what a statement locks, in a transaction of a session of its own. */
export async function holdBack(
  databaseUrl: string,
  statement: string,
  values: unknown[] = [],
): Promise<Hold> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('begin')
  await client.query(statement, values)
  return {
    release: async () => {
      await client.query('rollback')
      await client.end()
    },
  }
}
