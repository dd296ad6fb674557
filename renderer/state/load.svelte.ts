import { untrack } from 'svelte'
import { connection } from '../api/connection.svelte.ts'
import { isAbort } from '../api/errors.ts'
import { followHints, live, type Interest } from './live.svelte.ts'

/** What a screen shows of data from the server. */
export interface Loaded<T> {
  /** The last good answer; it stays readable while a newer one is on its way and when that fails. */
  readonly data: T | undefined
  /** Why the newest try failed; undefined after a good one. */
  readonly error: unknown
  readonly loading: boolean
  /** `performance.now()` when `data` was asked for: what a `remaining_ms` in it counts from, which may be less than there is and never more. */
  readonly readAt: number
  /** Reads anew, keeping the data in view. */
  reload: () => Promise<void>
  /** Puts an answer in its place that an action brought, such as the coupon after its lock; `askedAt` is when it began. */
  put: (data: T, askedAt?: number) => void
}

interface Options {
  /** Reads anew when a hint tells that it changed: `{ live: hears('undo') }`. */
  live?: Interest
  /** Reads anew this often while the page is in view; with `live`, only while no hints come. */
  everyMs?: number
}

/**
 * Loads data for a screen: `const book = load(() => id, (id, signal) => call(getBook, { params: { id }, signal }))`.
 *
 * It reads again when what `source` returns changes (the older request is aborted), when the server is back after it was away,
 * when it changed elsewhere (`live`) and at `everyMs`. Where `source` returns undefined there is nothing to load yet. To be called while a component is set up.
 */
export function load<S, T>(
  source: () => S,
  fetchData: (input: Exclude<S, undefined>, signal: AbortSignal) => Promise<T>,
  { live: interest, everyMs }: Options = {},
): Loaded<T> {
  let data: T | undefined = $state.raw()
  let error: unknown = $state.raw()
  let loading = $state(true)
  let readAt = $state(0)
  let current: AbortController | undefined
  const input = $derived(source())
  const identity = $derived(JSON.stringify(input))

  async function read(): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    if (input === undefined) {
      loading = false
      return
    }
    loading = true
    const askedAt = performance.now()
    try {
      const answer = await fetchData(input as Exclude<S, undefined>, mine.signal)
      if (mine === current) [data, error, readAt] = [answer, undefined, askedAt]
    } catch (failure) {
      if (mine === current && !isAbort(failure)) error = failure
    } finally {
      if (mine === current) loading = false
    }
  }

  function put(answer: T, askedAt = performance.now()): void {
    current?.abort()
    current = undefined
    ;[data, error, readAt, loading] = [answer, undefined, askedAt, false]
  }

  $effect(() => {
    void identity
    void connection.returns
    untrack(() => void read())
    return () => current?.abort()
  })

  if (interest) followHints(interest, read)

  $effect(() => {
    if (everyMs === undefined || (interest && live.up)) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && connection.away === null && !loading) void read()
    }, everyMs)
    return () => clearInterval(timer)
  })

  return {
    get data() {
      return data
    },
    get error() {
      return error
    },
    get loading() {
      return loading
    },
    get readAt() {
      return readAt
    },
    reload: () => untrack(read),
    put,
  }
}
