import { listUndoRequests, type UndoRequest } from '../../server/contracts/redemptions.ts'
import { call } from '../api/client.ts'
import { hears } from '../state/live.svelte.ts'
import { load } from '../state/load.svelte.ts'
import { session } from '../state/session.svelte.ts'

/** What is known across screens of the wishes to undo. */
class UndoNews {
  /** Goes up when something was asked, decided or undone here: every list of them reads anew. */
  changes = $state(0)
  /** Names the open requests that the rail saw last; lists follow it, since colleagues ask at any time. */
  open = $state('')
}

export const undoNews = new UndoNews()

/** Finds what was asked about a redemption. */
export interface UndoRequests {
  /** The newest request about this redemption: for a manager an open one, for staff one of their own. */
  about: (redemptionId: number) => UndoRequest | undefined
  /** How many of them are open. */
  readonly open: number
}

/** Reads the newest 200 requests that concern this person, now and then anew. To be called while a component is set up. */
export function loadUndoRequests(): UndoRequests {
  const requests = load(
    () => ({ state: session.may('manager') ? ('open' as const) : null, news: undoNews.changes }),
    ({ state }, signal) => call(listUndoRequests, { query: { state, limit: 200 }, signal }),
    { live: hears('undo'), everyMs: 30_000 },
  )
  const items = $derived(requests.data?.items ?? [])
  return {
    about: (redemptionId) => items.find(({ redemption }) => redemption.id === redemptionId),
    get open() {
      return items.filter(({ state }) => state === 'open').length
    },
  }
}
