import { signed, writeChanges, type CouponChange, type Named } from '../coupons/changes.ts'
import { selectRecords, type CouponRecord } from '../coupons/coupon-record.ts'
import { applySteps, decideRedeem } from '../coupons/rules.ts'
import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import type { Actor, AppContext } from '../http/context.ts'
import { countDaysAnew } from '../reports/event-counts.ts'
import { readSettings } from '../settings/read-settings.ts'
import { walkInId } from '../users/walk-in.ts'
import type { Someone } from './counter.ts'

const DAYS = 28
/** The printed cards that people come with. Nobody has drunk one up yet: it is good for five coffees. */
const CARDS = 18
/** How many come in each hour of an ordinary day: the shop is open from nine to nine, and full at noon and after work. */
const busy = [0.15, 0.1, 0.2, 0.4, 0.4, 0.15, 0.1, 0.15, 0.35, 0.4, 0.15, 0.05]
const OPENS = 9
const LATE_SHIFT = 15
const SATURDAY = 6
const ON_SATURDAY = 1.5

// Monday to Saturday, up to yesterday, as the store's clock has them.
const OPEN_HOURS = `
  select day::date::text as day, extract(isodow from day)::int as weekday, hour,
         (day + make_interval(hours => hour)) at time zone $1 as begins
    from generate_series(date_trunc('day', clock_timestamp() at time zone $1) - make_interval(days => $2),
                         date_trunc('day', clock_timestamp() at time zone $1) - interval '1 day', interval '1 day') day,
         generate_series($3::int, $4) hour
   where extract(isodow from day) <= ${String(SATURDAY)}
   order by day, hour`

const PRINTED = selectRecords(
  `select * from coupons where book_id = $1 and state = 'UNASSIGNED' order by id desc limit $2 for update`,
)

// Its pace is reckoned from then on.
const BEGIN = `
  with cards as (update coupons set created_at = $2 where book_id = $1)
  update books set created_at = $2 where id = $1`

/** A card as it is now, and whose it becomes when it is first used. */
interface Card {
  record: CouponRecord
  owner: Named
}

/** Who took a coffee when. */
interface Visit {
  at: string
  by: Someone
}

/**
 * The weeks before today at the tills: coffees on printed cards, the same in every demo. The rules decide each and what writes all
 * coupons writes it, but at a time that is past.
 *
 * @param shifts who is there early, and who late.
 * @param regulars have a card each; the others are of people without an account.
 */
export async function sellForWeeks(
  app: AppContext,
  shifts: { early: Someone; late: Someone },
  regulars: readonly Actor[],
  bookId: number,
  requestId: string,
): Promise<void> {
  await transaction(app.db, async (tx) => {
    const { days, opened } = await visitsOf(tx, shifts)
    const walkIn = { id: await walkInId(tx), name: 'Walk-in' }
    const records = await query<CouponRecord>(tx, PRINTED, [bookId, CARDS])
    const cards = records.map((record, place) => ({ record, owner: regulars[place] ?? walkIn }))
    await query(tx, BEGIN, [bookId, opened])
    await countDaysAnew(tx, opened)
    let next = 0
    for (const visits of days) {
      // One after another, so that receipts are numbered in the order of time.
      const turn = visits.map((_, index) => (next + index) % CARDS).toSorted((one, other) => one - other)
      next += visits.length
      await redeemOnce(tx, cards, turn, visits, requestId)
    }
  })
}

/** Who comes on each day. Of every hour a part of a person is left over, who comes with those of another day. */
async function visitsOf(
  tx: Transaction,
  { early, late }: { early: Someone; late: Someone },
): Promise<{ days: Visit[][]; opened: Date }> {
  const { time_zone } = await readSettings(tx)
  const hours = await query<{ day: string; weekday: number; hour: number; begins: Date }>(tx, OPEN_HOURS, [
    time_zone,
    DAYS,
    OPENS,
    OPENS + busy.length - 1,
  ])
  const opened = hours[0]?.begins
  if (!opened) throw new Error('the demo was never open')
  const days = new Map<string, Visit[]>()
  const waiting = busy.map((_, index) => (index * 0.37) % 1)
  let count = 0
  for (const { day, weekday, hour, begins } of hours) {
    const place = hour - OPENS
    const come = (waiting[place] ?? 0) + (busy[place] ?? 0) * (weekday === SATURDAY ? ON_SATURDAY : 1)
    waiting[place] = come % 1
    if (come < 1) continue
    count += 1
    const at = new Date(begins.getTime() + ((count * 37) % 60) * 60_000).toISOString()
    days.set(day, [...(days.get(day) ?? []), { at, by: hour < LATE_SHIFT ? early : late }])
  }
  return { days: [...days.values()], opened }
}

/** A coffee on each of these cards, which are left as that leaves them. */
async function redeemOnce(
  tx: Transaction,
  cards: readonly Card[],
  turn: readonly number[],
  visits: readonly Visit[],
  requestId: string,
): Promise<void> {
  const changes: CouponChange[] = []
  for (const [index, { at, by }] of visits.entries()) {
    const card = cards[turn[index] ?? 0]
    if (!card) throw new Error('the demo has too few cards')
    const { id, name } = card.owner
    const newOwner = { id, name, held: 0, exemptFromLimit: true }
    const decision = decideRedeem(card.record, by.actor, { newOwner })
    if ('refusal' in decision) throw new Error(`a card of the demo is not taken: ${decision.refusal.detail}`)
    const author = { actorId: by.actor.id, till: by.till, requestId }
    changes.push({ record: { ...card.record, at }, steps: signed(decision.steps, author) })
    card.record = applySteps(card.record, decision.steps, by.actor)
  }
  await writeChanges(tx, changes)
}
