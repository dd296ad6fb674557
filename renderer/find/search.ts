import { keyOf } from '../../server/contracts/code-key.ts'
import { listBooks } from '../../server/contracts/books.ts'
import type { Coupon } from '../../server/contracts/coupon-resource.ts'
import { listCoupons } from '../../server/contracts/coupons.ts'
import { listUsers } from '../../server/contracts/users.ts'
import { call } from '../api/client.ts'
import { hrefTo, places, type PlaceName } from '../state/places.ts'
import { session } from '../state/session.svelte.ts'
import { lookUpIfThere } from '../coupons/look-up.ts'
import type { StateLook } from '../ui/state-look.ts'
import { bookWords } from '../words/books.ts'
import { findWords as words } from '../words/find.ts'
import { accountLook, bookLook, bookStanding, couponLook } from '../words/states.ts'

export type Kind = 'coupons' | 'customers' | 'books' | 'places'

/** What is searched for, and has a list of its own to search on in. */
type ListedKind = Exclude<Kind, 'places'>

/** One thing that was found, and where it is opened. */
export interface Entry {
  kind: Kind
  href: string
  title: string
  /** What tells it from others of its name; may be empty. */
  note: string
  look?: StateLook
  /** It is no thing but the list of all that match, where there are more than are shown. */
  isList?: true
}

/** What was found for a text. `problem`: a part of it could not be asked. */
export interface Found {
  text: string
  entries: Entry[]
  problem: unknown
}

/** Of each kind as many as one looks through at a glance: whoever wants more types on. */
const most = 5
/** A single letter is in everything. */
export const fewestLetters = 2

/** Coupons by code or owner, customers, and books for this text. Throws ApiError where none of them could be asked. */
export async function search(text: string, signal: AbortSignal): Promise<Found> {
  const parts = await Promise.allSettled([
    findCoupons(text, signal),
    findCustomers(text, signal),
    findBooks(text, signal),
  ])
  const found = parts.flatMap((part) => (part.status === 'fulfilled' ? [part.value] : []))
  const problem: unknown = parts.find((part) => part.status === 'rejected')?.reason
  if (found.length === 0) throw problem
  return { text, entries: found.flat(), problem }
}

/** The coupon that has this very code; undefined where there is none. */
export async function findExactly(code: string, signal: AbortSignal): Promise<Entry | undefined> {
  if (keyOf(code) === undefined) return undefined
  const coupon = await lookUpIfThere(code, signal)
  return coupon && couponEntry(coupon)
}

async function findCoupons(q: string, signal: AbortSignal): Promise<Entry[]> {
  const { items, next_cursor: next } = await call(listCoupons, { query: { q, limit: most }, signal })
  const key = keyOf(q)
  // The very code goes before those that only begin so.
  const byCode = items.toSorted((a, b) => Number(keyOf(b.code) === key) - Number(keyOf(a.code) === key))
  return [...byCode.map(couponEntry), ...allOf('coupons', hrefTo('coupons', {}, { q }), next)]
}

/** The way to all that match; nothing where all of them are shown. */
function allOf(kind: ListedKind, href: string, next: string | null): Entry[] {
  return next === null ? [] : [{ kind, href, title: words.allThatMatch[kind], note: '', isList: true }]
}

function couponEntry(coupon: Coupon): Entry {
  return {
    kind: 'coupons',
    href: hrefTo('till', {}, { code: coupon.code }),
    title: coupon.code,
    note: [coupon.assigned_user_name, coupon.book_name].filter(Boolean).join(' · '),
    look: couponLook[coupon.state],
  }
}

async function findCustomers(q: string, signal: AbortSignal): Promise<Entry[]> {
  const role = 'customer'
  const { items, next_cursor: next } = await call(listUsers, { query: { q, role, limit: most }, signal })
  const entries = items.map((user): Entry => ({
    kind: 'customers',
    href: hrefTo('customer', { id: user.id }),
    title: user.name,
    note: user.email ?? '',
    ...(!user.is_active && { look: accountLook.inactive }),
  }))
  return [...entries, ...allOf('customers', hrefTo('customers', {}, { q, role }), next)]
}

async function findBooks(q: string, signal: AbortSignal): Promise<Entry[]> {
  const { items, next_cursor: next } = await call(listBooks, { query: { q, limit: most }, signal })
  const entries = items.map((book): Entry => ({
    kind: 'books',
    href: hrefTo('book', { id: book.id }),
    title: book.name,
    note: bookWords.freeOf(book.counts.unassigned, book.counts.total),
    look: bookLook[bookStanding(book)],
  }))
  return [...entries, ...allOf('books', hrefTo('books', {}, { q }), next)]
}

/** The places of the console that this person may see and that need nothing chosen, whose name has this text in it. */
export function findPlaces(text: string): Entry[] {
  const wanted = plain(text)
  return (Object.keys(places) as PlaceName[])
    .filter((name) => isForMe(name) && plain(places[name].title).includes(wanted))
    .map((name) => ({ kind: 'places', href: places[name].path, title: places[name].title, note: '' }))
}

function isForMe(name: PlaceName): boolean {
  const { path, role } = places[name]
  if (name === 'home' || name === 'myCoupons' || role === 'visitor' || path.includes(':')) return false
  return session.may(role)
}

/** As one types it in a hurry: without accents and capitals. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
