/** The least that any change of one row can cost here: one prepared update, committed, straight through node-postgres. */
import pg from 'pg'

const ROWS = 10_000
const MAKE = `create table bench_floor as select id, 0 as uses from generate_series(1, ${String(ROWS)}) id`
const KEY = 'alter table bench_floor add primary key (id)'
const USE = { name: 'use', text: 'update bench_floor set uses = uses + 1 where id = $1' }

export interface Floor {
  /** A row for each number from 0 to 1. */
  rowAt: (share: number) => number
  /** A statement outside of a transaction is one of its own: the reply comes after its commit. */
  use: (row: number, caller: number) => Promise<void>
  close: () => Promise<void>
}

/** Opens one connection for each caller, so that nobody waits for one. */
export async function openFloor(url: string, callers: number): Promise<Floor> {
  const clients = Array.from({ length: callers }, () => new pg.Client({ connectionString: url }))
  // A lost connection is told by the statement that meets it.
  for (const client of clients) client.on('error', () => undefined)
  await Promise.all(clients.map((client) => client.connect()))
  const [first] = clients
  await first?.query(MAKE)
  await first?.query(KEY)
  await first?.query('vacuum analyze bench_floor')
  return {
    rowAt: (share) => 1 + Math.floor(share * ROWS),
    use: async (row, caller) => {
      const { rowCount } = (await clients[caller]?.query({ ...USE, values: [row] })) ?? {}
      if (rowCount !== 1) throw new Error('the floor changed no row')
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.end()))
    },
  }
}
