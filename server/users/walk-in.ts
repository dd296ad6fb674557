import { program, recordEvents } from '../audit/record.ts'
import type { Transaction } from '../db/connect.ts'
import { query, queryOne } from '../db/query.ts'

/** Where the settings keep who the walk-in customer is. */
const KEY = 'walk_in_user_id'

const READ = 'select value from settings where key = $1'
// Whoever inserts the setting makes the customer; the others wait for that transaction and then read what it kept.
const CLAIM =
  "insert into settings (key, value) values ($1, 'null') on conflict (key) do nothing returning key"
const MAKE = "insert into users (name, role) values ('Walk-in', 'customer') returning id"
const KEEP = 'update settings set value = to_jsonb($2::int), updated_at = clock_timestamp() where key = $1'

/** The store's one customer for coupons of people who have no account; made by the first who needs it. */
export async function walkInId(tx: Transaction): Promise<number> {
  const [known] = await query<{ value: number }>(tx, READ, [KEY])
  if (known) return known.value
  if ((await query(tx, CLAIM, [KEY])).length === 0)
    return (await queryOne<{ value: number }>(tx, READ, [KEY])).value
  const { id } = await queryOne<{ id: number }>(tx, MAKE)
  await query(tx, KEEP, [KEY, id])
  await recordEvents(tx, program, [{ action: 'user.created', user_id: id, details: { role: 'customer' } }])
  return id
}

/** Whether this is that customer. */
export async function isWalkIn(tx: Transaction, id: number): Promise<boolean> {
  const [known] = await query<{ value: number | null }>(tx, READ, [KEY])
  return known?.value === id
}
