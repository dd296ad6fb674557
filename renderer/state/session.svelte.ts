import { logOut as logOutContract, type Session } from '../../server/contracts/auth.ts'
import { roleReaches, type Role } from '../../server/contracts/contract.ts'
import type { User } from '../../server/contracts/users.ts'
import { keepToken, onSession, renew } from '../api/access-token.ts'
import { call } from '../api/client.ts'
import { connection } from '../api/connection.svelte.ts'
import { ApiError } from '../api/errors.ts'
import { keep, readKept } from '../ui/kept.ts'
import { clearToasts } from './toasts.ts'

/** Kept from the moment somebody leaves until the server knows: whoever comes next is not taken for them. */
const LEAVING = 'leaving'

/**
 * Who uses the console. `user` is null for a visitor. `interrupted` is true when the server ended a session that was in use: the
 * screen stays as it is, with all that was typed, under a log-in.
 */
class SessionState {
  user: User | null = $state.raw(null)
  interrupted = $state(false)

  /** True when the person may do what asks for `least`; for what a screen shows, the server decides by itself. */
  may(least: Role): boolean {
    return this.user !== null && roleReaches(this.user.role, least)
  }
}

export const session = new SessionState()

/** Other tabs share the cookie, so they share its beginning and its end, too. */
const tabs = new BroadcastChannel('cuponera.session')
tabs.onmessage = (event: MessageEvent<unknown>) => {
  if (event.data === 'ended') forget()
  if (event.data === 'begun' && session.user === null) onBegunElsewhere?.()
}
let onBegunElsewhere: (() => void) | undefined

/** Calls `listener` when somebody logs in in another tab while nobody is logged in here; returns the end of it. One listener: the log-in. */
export function whenBegunElsewhere(listener: () => void): () => void {
  onBegunElsewhere = listener
  return () => {
    if (onBegunElsewhere === listener) onBegunElsewhere = undefined
  }
}

onSession((renewed) => {
  if (renewed) session.user = renewed.user
  else if (session.user) session.interrupted = true
})

/** Takes a session that a log-in, a set-up or a registration gave, and tells the other tabs. */
export function begin(started: Session): void {
  takeUp(started)
  tabs.postMessage('begun')
}

function takeUp(started: Session): void {
  keepToken(started)
  keep(LEAVING, null)
  session.user = started.user
  // What failed under the log-in is read anew.
  if (session.interrupted) connection.returns += 1
  session.interrupted = false
}

/**
 * Takes up the session of the refresh cookie, if there is one; one that somebody left without an answer is ended now. Waits for a
 * server that is away.
 */
export async function resume(): Promise<void> {
  try {
    if (readKept(LEAVING) === null) takeUp(await renew())
    else await endOnServer()
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 401 || error.status === 403) return
    await serverBack()
    return resume()
  }
}

function serverBack(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (connection.away !== null) return
      clearInterval(timer)
      resolve()
    }, 500)
  })
}

/**
 * Ends the session here, in the other tabs and on the server. Without an answer it ends here all the same, and on the server with
 * the next start of the console.
 */
export async function end(): Promise<void> {
  try {
    await endOnServer()
  } finally {
    tabs.postMessage('ended')
    forget()
  }
}

async function endOnServer(): Promise<void> {
  keep(LEAVING, 'yes')
  try {
    await call(logOutContract)
  } catch (error) {
    // It had ended already.
    if (!(error instanceof ApiError && error.status === 401)) throw error
  }
  keep(LEAVING, null)
}

/** The person gave up an interrupted session: back to the log-in. */
export function forget(): void {
  keepToken(undefined)
  clearToasts()
  session.user = null
  session.interrupted = false
}
