import { untrack } from 'svelte'
import { connection } from '../api/connection.svelte.ts'
import { canBeReadLater, isAbort } from '../api/errors.ts'
import { keepPages, pagesLeft } from './left-place.ts'
import { followHints, readEvery, type Interest } from './live.svelte.ts'
import { joinPages, type JoinedPages, type Page } from './read-pages.ts'

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

interface Options {
  /** Reads anew when a hint tells that it changed elsewhere. */
  live?: Interest
  /** With `live`: at most this often, for what changes all the time. */
  leastGapMs?: number
  /** Reads the first page anew this often, while no more are in view: for what no hint tells of. */
  everyMs?: number
  /** Begins anew when what it returns does: for what this screen itself has changed. It names no other list. */
  changes?: () => unknown
}

/**
 * Loads a keyset list: `loadPages(() => ({ q: q.value }), (query, cursor, signal) => call(listBooks, { query: { ...query, cursor }, signal }))`.
 * What `source` returns names the list; when it changes the list begins anew. When a hint tells that it changed elsewhere (`live`), the
 * pages in view are read anew. Back in the history it is read as far as it was. To be called while a component is set up.
 */
export function loadPages<S, T extends object>(
  source: () => S,
  fetchPage: (input: S, cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  { live, leastGapMs, everyMs, changes }: Options = {},
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

  /** So many pages as one; fewer where there are no more. */
  function fetchPages(count: number, signal: AbortSignal): Promise<JoinedPages<T>> {
    return joinPages(
      (cursor) => fetchNoting(cursor, signal),
      ({ pages }) => pages < count,
    )
  }

  function show(read: JoinedPages<T>): void {
    ;[items, cursor, pages] = [read.items, read.next_cursor, read.pages]
  }

  async function readPage(kind: 'first' | 'more'): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    busy = kind
    try {
      if (kind === 'more') {
        const page = await fetchNoting(cursor ?? undefined, mine.signal)
        if (mine !== current) return
        show({ items: [...items, ...page.items], next_cursor: page.next_cursor, pages: pages + 1 })
        keepPages(identity, pages)
      } else {
        const read = await fetchPages(ready ? 1 : pagesLeft(identity), mine.signal)
        if (mine !== current) return
        show(read)
      }
      ;[error, ready] = [undefined, true]
    } catch (failure) {
      if (mine === current && !isAbort(failure)) error = failure
    } finally {
      if (mine === current) busy = null
    }
  }

  /** The same pages again, without a word. Gives false where they could not be shown: something else came between, or it failed. */
  async function readAnew(): Promise<boolean> {
    await reading
    if (pages > mostPagesAnew) return true
    if (busy !== null) return false
    const mine = (current = new AbortController())
    try {
      const fresh = await fetchPages(pages, mine.signal)
      if (mine !== current) return false
      show(fresh)
      error = undefined
      return true
    } catch (failure) {
      return !isAbort(failure) && !canBeReadLater(failure)
    }
  }
  if (live) followHints(live, () => untrack(readAnew), leastGapMs)
  if (everyMs !== undefined)
    readEvery(everyMs, () => {
      if (pages === 1) void readAnew()
    })

  const changed = $derived(JSON.stringify(changes?.()))

  $effect(() => {
    void identity
    void changed
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
