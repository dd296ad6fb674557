import type { Role } from '../../server/contracts/contract.ts'
import { placeTitles as titles } from '../words/places.ts'

/** One address of the console: its path, its name in the window's title, and the least role that sees it. */
export interface Place {
  path: string
  title: string
  /** `visitor` is for those who are not logged in. */
  role: Role | 'visitor'
  /** For a place that has no entry in the rail: the entries that lead to it, the likeliest first. */
  within?: readonly ('till' | 'books' | 'customers' | 'pools' | 'reports')[]
}

/** Every address of the console. `screens.svelte.ts` gives each its screen; a place without one does not compile. */
export const places = {
  home: { path: '/', title: titles.home, role: 'customer' },
  setUp: { path: '/setup', title: titles.setUp, role: 'visitor' },
  logIn: { path: '/login', title: titles.logIn, role: 'visitor' },
  register: { path: '/register', title: titles.register, role: 'visitor' },
  till: { path: '/till', title: titles.till, role: 'staff' },
  books: { path: '/books', title: titles.books, role: 'staff' },
  book: { path: '/books/:id', title: titles.book, role: 'staff' },
  coupons: { path: '/coupons', title: titles.coupons, role: 'staff', within: ['books', 'reports'] },
  importCodes: { path: '/books/:id/import', title: titles.importCodes, role: 'manager' },
  imports: {
    path: '/imports',
    title: titles.imports,
    role: 'manager',
    within: ['books', 'customers', 'pools'],
  },
  generate: { path: '/books/:id/generate', title: titles.generate, role: 'manager' },
  generations: { path: '/generations', title: titles.generations, role: 'manager', within: ['books'] },
  print: { path: '/books/:id/print', title: titles.print, role: 'manager' },
  customers: { path: '/customers', title: titles.customers, role: 'staff' },
  importCustomers: { path: '/customers/import', title: titles.importCustomers, role: 'manager' },
  customer: { path: '/customers/:id', title: titles.customer, role: 'staff' },
  pools: { path: '/pools', title: titles.pools, role: 'manager' },
  pool: { path: '/pools/:id', title: titles.pool, role: 'manager' },
  activity: { path: '/activity', title: titles.activity, role: 'manager' },
  reports: { path: '/reports', title: titles.reports, role: 'manager' },
  redemptions: {
    path: '/redemptions',
    title: titles.redemptions,
    role: 'staff',
    within: ['reports', 'till'],
  },
  refusals: { path: '/refusals', title: titles.refusals, role: 'manager', within: ['reports'] },
  distribute: { path: '/distribute', title: titles.distribute, role: 'manager', within: ['pools', 'books'] },
  distribution: {
    path: '/distributions/:id',
    title: titles.distribution,
    role: 'manager',
    within: ['pools', 'books'],
  },
  importMembers: { path: '/pools/:id/import', title: titles.importMembers, role: 'manager' },
  undoRequests: { path: '/undo-requests', title: titles.undoRequests, role: 'staff', within: ['till'] },
  myCoupons: { path: '/my-coupons', title: titles.myCoupons, role: 'customer' },
  settings: { path: '/settings', title: titles.settings, role: 'customer' },
  storeSettings: { path: '/settings/store', title: titles.storeSettings, role: 'manager' },
  team: { path: '/settings/team', title: titles.team, role: 'admin' },
  apiKeys: { path: '/settings/api-keys', title: titles.apiKeys, role: 'admin' },
  firstSteps: { path: '/first-steps', title: titles.firstSteps, role: 'manager' },
  help: { path: '/help', title: titles.help, role: 'customer' },
} as const satisfies Record<string, Place>

export type PlaceName = keyof typeof places

type Keys<Path extends string> = Path extends `${string}:${infer Key}/${infer Rest}`
  ? Key | Keys<Rest>
  : Path extends `${string}:${infer Key}`
    ? Key
    : never

/** The parameters of a place's path, as text: `{ id: string }` for `/books/:id`. A screen gets them as its props. */
export type PlaceParams<Name extends PlaceName> = Record<Keys<(typeof places)[Name]['path']>, string>

/** A query as it may be given: what is empty, null or undefined is left out of the address. */
export type QueryGiven = Record<string, string | number | boolean | null | undefined>

type Given<Name extends PlaceName> =
  Keys<(typeof places)[Name]['path']> extends never
    ? [params?: Record<never, never>, query?: QueryGiven]
    : [params: Record<Keys<(typeof places)[Name]['path']>, string | number>, query?: QueryGiven]

/** The address of a place: `hrefTo('book', { id: 3 }, { state: 'VOID' })` is `/books/3?state=VOID`. */
export function hrefTo<Name extends PlaceName>(name: Name, ...[params, query]: Given<Name>): string {
  const values: Record<string, string | number> = params ?? {}
  const path = places[name].path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(values[key] ?? ''))
  return path + queryText(query ?? {})
}

/** `?a=1&b=2`, or nothing at all. */
export function queryText(query: QueryGiven): string {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  if (given.length === 0) return ''
  return `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()}`
}

/** A place and what its path says. */
export interface Found {
  name: PlaceName
  params: Record<string, string>
}

/** The place of a path; undefined where there is none. A trailing slash is the same path. */
export function findPlace(pathname: string): Found | undefined {
  const parts = split(pathname)
  for (const name of Object.keys(places) as PlaceName[]) {
    const params = match(split(places[name].path), parts)
    if (params) return { name, params }
  }
  return undefined
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '')
}

function match(pattern: string[], parts: string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, want] of pattern.entries()) {
    const part = decode(parts[index] ?? '')
    if (part === undefined) return undefined
    if (want.startsWith(':')) params[want.slice(1)] = part
    else if (want !== part) return undefined
  }
  return params
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
