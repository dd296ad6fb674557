import { desktop } from '../desktop/bridge.ts'

/** How often the server is asked anew while it is away: 1, 2, 4, 8, then every 10 seconds. */
const longestWaitMs = 10_000
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

/** A request got no answer, or one that tells that the database is away. Starts asking when it is back. */
export function reportAway(what: 'server' | 'database'): void {
  connection.since ??= new Date().toISOString()
  connection.away = what
  if (!polling) void pollUntilBack()
}

/** A request was answered, so the server is there; whether its database is, the poll finds out. */
export function reportAnswer(): void {
  if (connection.away === 'server') void askReady().then((state) => state === null && back())
}

async function pollUntilBack(): Promise<void> {
  polling = true
  for (let wait = 1000; connection.away !== null; wait = Math.min(wait * 2, longestWaitMs)) {
    await new Promise((resolve) => setTimeout(resolve, wait))
    const state = await askReady()
    if (state === null) back()
    else connection.away = state
  }
  polling = false
}

const checkMs = 20_000
const asleepMs = 10_000

/** Keeps an eye on the server while the page is in view, and on gaps in time. Returns the end of it. */
export function watchConnection(): () => void {
  let seen = Date.now()
  let checked = Date.now()
  const look = (): void => {
    if (document.visibilityState !== 'visible') return
    const now = Date.now()
    // A second that took this long was a sleep, or a while in the background: what is shown may be old.
    if (now - seen > asleepMs) connection.returns += 1
    seen = now
    if (now - checked < checkMs) return
    checked = now
    void check()
  }
  void check()
  const timer = setInterval(look, 1000)
  document.addEventListener('visibilitychange', look)
  // However short the sleep was, the clock that countdowns run on may have stood still.
  const stopListening = desktop?.onResume(() => {
    seen = checked = 0
    look()
  })
  return () => {
    stopListening?.()
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  }
}

async function check(): Promise<void> {
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
}
