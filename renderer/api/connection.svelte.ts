import { desktop } from '../desktop/bridge.ts'

/** How often the server is asked anew while it is away: 1, 2, 4, 8, then every 10 seconds. */
const firstWaitMs = 1000
const longestWaitMs = 10_000
/** Lost again within this time of its return, and oftener than this in a row, it flutters; then it is asked every 3 seconds at the latest. */
const relapseMs = 1000
const mostRelapses = 3
const longestFlutterMs = 3000
const readyMs = 4_000

/** Whether the server and its database answer. Screens read it; only the client writes it. */
class Connection {
  /** `server`: no answer at all. `database`: the server answers that its database does not. */
  away: 'server' | 'database' | null = $state(null)
  /** When it went away (RFC 3339, this machine's clock), for the bar above the screen. */
  since: string | null = $state(null)
  /** Goes up each time the server is back, and when this page was asleep or out of view: what loads data reads anew then. */
  returns = $state(0)
}

export const connection = new Connection()

let polling = false
let wait = firstWaitMs
let backAt = -Infinity
/** How many times in a row it was lost again as soon as all was read anew. */
let relapses = 0
/** Something answers and something else never does, as where a program in between cuts one address: that one answered is no news then. */
const flutters = (): boolean => relapses > mostRelapses

const isAway = (): boolean => connection.away !== null

/** A request got no answer, or one that tells that the database is away. Starts asking when it is back. */
export function reportAway(what: 'server' | 'database'): void {
  if (connection.away === null) {
    connection.since = new Date().toISOString()
    relapses = performance.now() - backAt < relapseMs ? relapses + 1 : 0
    if (!flutters()) wait = firstWaitMs
  }
  connection.away = what
  if (!polling) void pollUntilBack()
}

/** A request was answered, so the server is there; whether its database is, the poll finds out. */
export function reportAnswer(): void {
  if (connection.away === 'server' && !flutters()) void askReady().then((state) => state === null && back())
}

async function pollUntilBack(): Promise<void> {
  polling = true
  while (connection.away !== null) {
    await waitOrOnline(wait)
    wait = Math.min(wait * 2, flutters() ? longestFlutterMs : longestWaitMs)
    // Some other answer has told it already.
    if (!isAway()) break
    const state = await askReady()
    if (state === null) back()
    else connection.away = state
  }
  polling = false
}

/** The wait is over, too, when the computer has its network again. */
function waitOrOnline(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    window.addEventListener('online', done)
  })
}

const checkMs = 20_000
const longestGapMs = 10_000
/** Two readings of the same moment differ by less; a clock that is set right little by little does, too. */
const sameMs = 500

/** The time on the wall, which anybody may set, and that of the monotonic clock, which on many computers stands still while they sleep. */
const clocks = () => ({ wall: Date.now(), ticks: performance.now() })
type Clocks = ReturnType<typeof clocks>

/** True where what is shown may be old, or counts from a wrong moment: after a sleep, in view again, or when somebody set the clock. */
function missedTime(before: Clocks, now: Clocks): boolean {
  const ticked = now.ticks - before.ticks
  return ticked > longestGapMs || Math.abs(now.wall - before.wall - ticked) > sameMs
}

/** Keeps an eye on the server while the page is in view, and on gaps in time. Returns the end of it. */
export function watchConnection(): () => void {
  let seen = clocks()
  let checked = seen.ticks
  const look = (): void => {
    if (document.visibilityState !== 'visible') return
    const now = clocks()
    if (missedTime(seen, now)) connection.returns += 1
    seen = now
    if (now.ticks - checked < checkMs) return
    checked = now.ticks
    void checkConnection()
  }
  const askNow = (): void => void checkConnection()
  askNow()
  const timer = setInterval(look, 1000)
  document.addEventListener('visibilitychange', look)
  window.addEventListener('offline', askNow)
  // The desktop program knows of sleeps that the clocks do not tell.
  const stopListening = desktop?.onResume(() => {
    seen = { wall: 0, ticks: 0 }
    checked = -Infinity
    look()
  })
  return () => {
    stopListening?.()
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('offline', askNow)
  }
}

/** Asks whether the server is there, and tells where it is not. */
export async function checkConnection(): Promise<void> {
  const state = await askReady()
  if (state !== null) reportAway(state)
}

/** Asks once: null when all is well. */
async function askReady(): Promise<Connection['away']> {
  try {
    const reply = await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(readyMs) })
    if (reply.ok) return null
    return reply.status === 503 ? 'database' : 'server'
  } catch {
    return 'server'
  }
}

function back(): void {
  if (connection.away === null) return
  connection.away = null
  connection.since = null
  connection.returns += 1
  backAt = performance.now()
}
