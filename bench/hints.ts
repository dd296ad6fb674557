/** What telling the other screens costs a redemption: the operation on a connection that tells nobody, and on one that tells twenty here and another program. */
import { pino } from 'pino'
import { connect } from '../server/db/connect.ts'
import { liveHub } from '../server/live/live-hub.ts'
import { operationLevel } from './levels.ts'
import { measure, quantile } from './measure.ts'
import type { Stand } from './stand.ts'

const LISTENERS = 20

/** How often, how many coupons a caller's turn has, and the callers at once. */
export interface HintSizes {
  rounds: number
  turns: readonly { callers: number; count: number }[]
}

/**
 * Redeems on both connections in turn, the first one changing from round to round; the first round warms up and is not counted.
 *
 * @returns the lines of a table: per second without and with, and the median of the ratio of each round's two.
 */
export async function measureHints(stand: Stand, { rounds, turns }: HintSizes): Promise<string[]> {
  const db = connect(stand.databaseUrl, { log: () => undefined })
  const hub = liveHub(db)
  await hub.start(stand.databaseUrl, pino({ level: 'silent' }))
  let heard = 0
  for (let n = 0; n < LISTENERS; n += 1)
    hub.join({
      actor: { ...stand.admin, id: -n },
      hear: () => (heard += 1),
      end: () => undefined,
    })
  const connections = { silent: operationLevel(stand), told: operationLevel({ ...stand, db }) }
  const seen = new Map<number, PerSecond>(turns.map(({ callers }) => [callers, { silent: [], told: [] }]))
  try {
    for (let round = 0; round <= rounds; round += 1)
      for (const { callers, count } of turns)
        for (const name of inTurn(round)) {
          const users = Array.from({ length: count }, (_, n) => stand.userIds[n % stand.userIds.length] ?? 0)
          const codes = await Promise.all(users.map((user) => connections[name].assign(user)))
          const { perSecond } = await measure(callers, codes, Infinity, connections[name].redeem)
          if (round > 0) seen.get(callers)?.[name].push(perSecond)
        }
  } finally {
    hub.endStreams()
    await hub.stop()
    await db.close()
  }
  if (heard === 0) throw new Error('nobody heard a hint, so nothing was measured')
  return [
    `Redemptions (operation), without hints and with them told to ${String(LISTENERS)} screens and another program, ${String(rounds)} rounds:`,
    '',
    '| callers | per second without | with | with : without |',
    '|--:|--:|--:|--:|',
    ...[...seen].map(([callers, perSecond]) => rowOf(callers, perSecond)),
  ]
}

type Connection = 'silent' | 'told'
type PerSecond = Record<Connection, number[]>

function inTurn(round: number): Connection[] {
  return round % 2 === 0 ? ['silent', 'told'] : ['told', 'silent']
}

function rowOf(callers: number, { silent, told }: PerSecond): string {
  const ratios = told.map((rate, round) => rate / (silent[round] ?? Number.NaN))
  const [without, having] = [silent, told].map((rates) => quantile(rates, 0.5).toFixed(0))
  const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`
  return `| ${String(callers)} | ${without ?? ''} | ${having ?? ''} | ${quantile(ratios, 0.5).toFixed(2)} (${spread}) |`
}
