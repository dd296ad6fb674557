/** What happened in a range is counted by whole days that are over, and event by event at its ends: always the same sum. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countDays, countEvents } from '../../server/reports/event-counts.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const actions = ['coupon.assigned', 'coupon.locked'] as const
let server: TestServer
let bookId: number

// Ten days until now, an event every seven hours and one right at a midnight, in a book and outside of it.
const FILL = `
  insert into audit_events (at, action, book_id)
  select at, case when row_number() over () % 3 = 0 then 'coupon.locked' else 'coupon.assigned' end,
         case when row_number() over () % 2 = 0 then $1::int end
    from (select clock_timestamp() - interval '10 days' + n * interval '7 hours' as at from generate_series(0, 34) n
          union all
          select date_trunc('day', clock_timestamp() - interval '4 days', 'UTC')) t`

beforeAll(async () => {
  server = await startTestServer()
  const [book] = await server.sql<{ id: number }>("insert into books (name) values ('Summer') returning id")
  bookId = book?.id ?? 0
  await server.sql(FILL, [bookId])
  await server.sql(
    "update audit_days_counted set until = date_trunc('day', clock_timestamp() - interval '10 days', 'UTC')",
  )
})
afterAll(() => server.close())

async function directly(from: Date, to: Date, bookIds: number[] | null): Promise<number[]> {
  const rows = await server.sql<{ action: string; count: string }>(
    `select action, count(*) as count from audit_events
      where at >= $1 and at < $2 and ($3::int[] is null or book_id = any($3)) group by action`,
    [from, to, bookIds],
  )
  return actions.map((action) => Number(rows.find((row) => row.action === action)?.count ?? 0))
}

async function counted(from: Date, to: Date, bookIds: number[] | null): Promise<number[]> {
  const countOf = await countEvents(server.app.db, actions, { from, to, bookIds })
  return actions.map(countOf)
}

const hour = 3_600_000
const now = Date.now()
const midnight = now - (now % (24 * hour))
const instants = [-260, -240, -97.5, -96, -95.25, -72, -49, -48, -24, -1, 0, 5].map(
  (hours) => new Date(now + hours * hour),
)
const midnights = [-9, -4, -3, -1, 0].map((days) => new Date(midnight + days * 24 * hour))

async function agrees(): Promise<void> {
  for (const from of [...instants, ...midnights])
    for (const to of [...instants, ...midnights])
      for (const books of [null, [bookId], []])
        expect(await counted(from, to, books), `${from.toISOString()} to ${to.toISOString()}`).toEqual(
          await directly(from, to, books),
        )
}

describe('any range', () => {
  it('is right while no day is counted', agrees)

  it('is right with some of its days counted', async () => {
    expect(await countDays(server.app.db)).toBe(true)
    await agrees()
  })

  it('is right with all of its days counted, and those are counted once', async () => {
    while (await countDays(server.app.db));
    expect(await countDays(server.app.db)).toBe(false)
    await agrees()
  })

  it('leaves the last day open, for what is not committed yet', async () => {
    const [row] = await server.sql<{ open: boolean }>(
      "select until = date_trunc('day', clock_timestamp(), 'UTC') - interval '1 day' as open from audit_days_counted",
    )
    expect(row?.open).toBe(true)
  })

  it('takes whole days from the counts', async () => {
    const range = [new Date(midnight - 8 * 24 * hour), new Date(now)] as const
    const before = await counted(...range, null)
    await server.sql(
      "insert into audit_day_counts (day, action, book_id, count) values ($1, 'coupon.assigned', null, 500)",
      [new Date(midnight - 5 * 24 * hour)],
    )
    expect(await counted(...range, null)).toEqual([(before[0] ?? 0) + 500, before[1]])
  })
})
