/**
 * `npm run bench`: how fast coupons are assigned, locked and redeemed, by 64 callers at once and by one alone, as operations and
 * over HTTP, each beside the floor of one prepared single-row update and commit in the same run; what hints cost a redemption; and
 * how long a file's import takes, beside a plain COPY, a generation, beside the import, and a distribution, beside the bare SQL of
 * its rows.
 *
 * `npm run bench -- --quick` for a first look; `--seed N` for another choice of customers; `--desk` for the manager's work alone:
 * up to a million codes at once, then every list, search and report of a store that has grown, and its till in Chromium.
 */
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { queryOne } from '../server/db/query.ts'
import { measureDistributions } from './distributions.ts'
import { openFloor, type Floor } from './floor.ts'
import { measureCodes } from './codes.ts'
import { measureConsole } from './console.ts'
import { measureHints } from './hints.ts'
import { httpLevel, operationLevel, type Level } from './levels.ts'
import { measureLists } from './lists.ts'
import { measure, seeded, type Measured } from './measure.ts'
import { report, type Line } from './report.ts'
import { startStand, type Stand } from './stand.ts'
import { measureTill } from './till.ts'

const CROWD = 64
const USERS = 2_000
const MILLION = 1_000_000
const MASS_ROUNDS = 3
/** How often; how much in each round by the crowd and by one alone, unless the milliseconds are used up before; lines of a file, codes of a distribution. */
const sizes = {
  usual: { rounds: 5, crowd: 1_500, crowdMs: 2_000, alone: 200, aloneMs: 1_000, masses: [10_000, 100_000] },
  quick: { rounds: 2, crowd: 300, crowdMs: 1_000, alone: 60, aloneMs: 500, masses: [10_000] },
}

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    desk: { type: 'boolean', default: false },
    seed: { type: 'string', default: '4780' },
  },
})
const seed = Number(given.seed)
if (!Number.isInteger(seed)) throw new Error(`--seed ${given.seed} is not a whole number`)
const size = given.quick ? sizes.quick : sizes.usual
const turns = [
  { callers: CROWD, count: size.crowd },
  { callers: 1, count: size.alone },
]
// At two levels, and with hints and without.
const perRound = 4 * (size.crowd + size.alone)
const codes = perRound * (size.rounds + 1)

const random = seeded(seed)
const lines = new Map<string, Line>()
let redeemed = 0

const began = performance.now()
const stand = await startStand(codes, USERS, CROWD)
try {
  if (!given.desk) {
    await measureTills()
    console.log(['', ...(await measureHints(stand, { rounds: size.rounds, turns }))].join('\n'))
  }
  await measureDesk()
} finally {
  await stand.close()
}

async function measureTills(): Promise<void> {
  const floor = await openFloor(stand.databaseUrl, CROWD)
  const levels = [operationLevel(stand), httpLevel(stand)]
  await runRounds(floor, levels)
  for (const level of levels) level.close()
  await floor.close()
  await checkUses(stand)
  const seconds = (performance.now() - began) / 1000
  console.log(report([...lines.values()], stand, { seed, rounds: size.rounds, seconds, codes, users: USERS }))
}

async function measureDesk(): Promise<void> {
  const distributions = await measureDistributions(stand, size.masses, MASS_ROUNDS)
  const codes = await measureCodes(stand, given.desk ? [...size.masses, MILLION] : size.masses, MASS_ROUNDS)
  console.log(['', ...distributions, '', ...codes].join('\n'))
  if (!given.desk) return
  const bigger = await startStand(1, 1, 1)
  try {
    console.log(
      [
        ...['', ...(await measureLists(bigger))],
        ...['', ...(await measureTill(bigger))],
        ...['', ...(await measureConsole(bigger, MILLION))],
      ].join('\n'),
    )
  } finally {
    await bigger.close()
  }
}

/** The first round warms up and is not counted. */
async function runRounds(floor: Floor, levels: readonly Level[]): Promise<void> {
  for (let round = 0; round <= size.rounds; round += 1) {
    for (const callers of [CROWD, 1]) await runRound(floor, levels, callers)
    if (round === 0) lines.clear()
    console.error(round === 0 ? 'warm' : `round ${round} of ${size.rounds}`)
  }
}

/** The whole life of coupons at each level, right after the floor that it is held against. */
async function runRound(floor: Floor, levels: readonly Level[], callers: number): Promise<void> {
  const count = callers === 1 ? size.alone : size.crowd
  const limit = callers === 1 ? size.aloneMs : size.crowdMs
  const rows = Array.from({ length: 2 * count }, () => floor.rowAt(random()))
  const least = await measure(callers, rows, limit, floor.use)
  note('floor: one update, one commit', callers, least, undefined)
  for (const level of levels) {
    const users = Array.from({ length: count }, () => stand.userIds[Math.floor(random() * USERS)] ?? 0)
    const assigned = await measure(callers, users, limit, level.assign)
    note(`assign, ${level.name}`, callers, assigned, least.perSecond)
    const locked = await measure(callers, assigned.results, limit, level.lock)
    note(`lock, ${level.name}`, callers, locked, least.perSecond)
    const used = await measure(callers, assigned.results, limit, level.redeem)
    note(`redeem, ${level.name}`, callers, used, least.perSecond)
    redeemed += used.results.length
  }
}

function note(what: string, callers: number, measured: Measured<unknown>, floor: number | undefined): void {
  const key = `${what} ${callers}`
  const line = lines.get(key) ?? { what, callers, perSecond: [], ratios: [], times: [] }
  lines.set(key, line)
  line.perSecond.push(measured.perSecond)
  if (floor !== undefined) line.ratios.push(measured.perSecond / floor)
  line.times.push(...measured.times)
}

/** Figures of work that was not done would be worthless. */
async function checkUses({ db }: Stand): Promise<void> {
  const { uses } = await queryOne<{ uses: number }>(db, 'select count(*) as uses from redemption_history')
  if (uses !== redeemed) throw new Error(`${redeemed} redemptions were answered and ${uses} are there`)
}
