import { session } from '../state/session.svelte.ts'
import type { Entry } from './search.ts'

/** As many as fit over the places. */
const most = 4

// Kept in this page alone: at a till the next person must not find whose coupons were looked at.
let whose: number | undefined
let entries: Entry[] = []

/** What this person opened last, the newest first. */
export function recentEntries(): Entry[] {
  if (whose !== session.user?.id) entries = []
  return entries
}

/** Remembers that this was opened. Places are always there, and lists are searched anew; of a coupon or book only that it was, not how it stood. */
export function rememberEntry({ kind, href, title, note, isList }: Entry): void {
  if (kind === 'places' || isList) return
  const others = recentEntries().filter((entry) => entry.href !== href)
  entries = [{ kind, href, title, note: kind === 'books' ? '' : note }, ...others].slice(0, most)
  whose = session.user?.id
}
