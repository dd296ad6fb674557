import { untrack } from 'svelte'
import { connection } from '../api/connection.svelte.ts'
import { isAbort } from '../api/errors.ts'
import { keepPages, pagesLeft } from './left-place.ts'
import { followHints, type Interest } from './live.svelte.ts'

interface Page<T> {
  items: T[]
  next_cursor: string | null
}

/** A list that was read further than this stays as it is when something changes: it would cost more than it tells. */
const mostPagesAnew = 4

/** A list that is read page by page. */
export interface LoadedPages<T> {
  readonly items: T[]
  readonly error: unknown
  /** The first page is on its way; the former items stay in view. */
  readonly loading: boolean
  readonly loadingMore: boolean
  readonly hasMore: boolean
  /** True once a first page has come. */
  readonly ready: boolean
  /** `performance.now()` when the page of a row was asked for: what a `remaining_ms` in it counts from. */
  readAt: (row: T) => number
  more: () => Promise<void>
  reload: () => Promise<void>
}

/**
 * Loads a keyset list: `loadPages(() => ({ q: q.value }), (query, cursor, signal) => call(listBooks, { query: { ...query, cursor }, signal }))`.
 * What `source` returns names the list; when it changes the list begins anew. When a hint tells that it changed elsewhere (`live`), the
 * pages in view are read anew. Back in the history it is read as far as it was. To be called while a component is set up.
 */
export function loadPages<S, T extends object>(
  source: () => S,
  fetchPage: (input: S, cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  options: { live?: Interest } = {},
): LoadedPages<T> {
  let items: T[] = $state.raw([])
  let cursor: string | null = $state(null)
  let error: unknown = $state.raw()
  let busy: 'first' | 'more' | null = $state('first')
  let ready = $state(false)
  const askedAt = new WeakMap<T, number>()
  let pages = 0
  let current: AbortController | undefined
  let reading: Promise<void> = Promise.resolve()
  const input = $derived(source())
  const identity = $derived(JSON.stringify(input))

  function read(kind: 'first' | 'more'): Promise<void> {
    return (reading = readPage(kind))
  }

  async function fetchNoting(cursor: string | undefined, signal: AbortSignal): Promise<Page<T>> {
    const began = performance.now()
    const page = await fetchPage(input, cursor, signal)
    for (const row of page.items) askedAt.set(row, began)
    return page
  }

  /** Pages one after the other, as one. */
  async function fetchPages(count: number, signal: AbortSignal): Promise<Page<T>> {
    let all = await fetchNoting(undefined, signal)
    for (let page = 1; page < count && all.next_cursor !== null; page += 1) {
      const { items, next_cursor } = await fetchNoting(all.next_cursor, signal)
      all = { items: [...all.items, ...items], next_cursor }
    }
    return all
  }

  async function readPage(kind: 'first' | 'more'): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    busy = kind
    const count = ready ? 1 : untrack(() => pagesLeft(identity))
    try {
      const page = await (kind === 'more'
        ? fetchNoting(cursor ?? undefined, mine.signal)
        : fetchPages(count, mine.signal))
      if (mine !== current) return
      items = kind === 'more' ? [...items, ...page.items] : page.items
      pages = kind === 'more' ? pages + 1 : count
      ;[cursor, error, ready] = [page.next_cursor, undefined, true]
      if (kind === 'more') keepPages(identity, pages)
    } catch (failure) {
      if (mine === current && !isAbort(failure)) error = failure
    } finally {
      if (mine === current) busy = null
    }
  }

  /** The same pages again, without a word; what fails stays as it is, and the next hint comes. */
  async function readAnew(): Promise<void> {
    await reading
    if (busy !== null || pages > mostPagesAnew) return
    const mine = (current = new AbortController())
    try {
      const fresh = await fetchPages(pages, mine.signal)
      if (mine === current) [items, cursor, error] = [fresh.items, fresh.next_cursor, undefined]
    } catch {
      return
    }
  }
  if (options.live) followHints(options.live, () => untrack(readAnew))

  $effect(() => {
    void identity
    void connection.returns
    untrack(() => void read('first'))
    return () => current?.abort()
  })

  return {
    get items() {
      return items
    },
    get error() {
      return error
    },
    get loading() {
      return busy === 'first'
    },
    get loadingMore() {
      return busy === 'more'
    },
    get hasMore() {
      return cursor !== null
    },
    get ready() {
      return ready
    },
    readAt: (row) => askedAt.get(row) ?? performance.now(),
    more: () => untrack(() => read('more')),
    reload: () => untrack(() => read('first')),
  }
}
