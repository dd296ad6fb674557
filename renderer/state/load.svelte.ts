import { untrack } from 'svelte'
import { connection } from '../api/connection.svelte.ts'
import { canBeReadLater, isAbort } from '../api/errors.ts'
import { followHints, live, readEvery, type Interest } from './live.svelte.ts'

/** What a screen shows of data from the server. */
export interface Loaded<T> {
  /** The last good answer; it stays readable while a newer one is on its way and when that fails. */
  readonly data: T | undefined
  /** Why the newest try failed; undefined after a good one. What is read anew by itself says nothing where it may be read later. */
  readonly error: unknown
  /** Not while it is read anew by itself. */
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
  /** With `live`: at most this often, for what costs the server much. */
  leastGapMs?: number
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
  { live: interest, leastGapMs, everyMs }: Options = {},
): Loaded<T> {
  let data: T | undefined = $state.raw()
  let error: unknown = $state.raw()
  let loading = $state(true)
  let readAt = $state(0)
  /** Undefined after an answer was put in its place. */
  let current: AbortController | undefined
  let reads = false
  const input = $derived(source())
  const identity = $derived(JSON.stringify(input))

  /** Gives false where what is shown may be older than this read. One `byItself` goes unseen, unless somebody waits for an answer. */
  async function read(byItself = false): Promise<boolean> {
    const isQuiet = byItself && data !== undefined && !loading
    current?.abort()
    const mine = (current = new AbortController())
    if (input === undefined) {
      reads = loading = false
      return true
    }
    ;[reads, loading] = [true, !isQuiet]
    const askedAt = performance.now()
    try {
      const answer = await fetchData(input as Exclude<S, undefined>, mine.signal)
      if (mine === current) [data, error, readAt] = [answer, undefined, askedAt]
    } catch (failure) {
      if (mine === current && isQuiet && canBeReadLater(failure)) return false
      if (mine === current && !isAbort(failure)) error = failure
    } finally {
      if (mine === current) reads = loading = false
    }
    // Another read is newer; what was put in its place need not be.
    return current !== undefined
  }

  function put(answer: T, askedAt = performance.now()): void {
    current?.abort()
    current = undefined
    reads = false
    ;[data, error, readAt, loading] = [answer, undefined, askedAt, false]
  }

  $effect(() => {
    void identity
    void connection.returns
    untrack(() => void read())
    return () => current?.abort()
  })

  if (interest) followHints(interest, () => untrack(() => read(true)), leastGapMs)

  if (everyMs !== undefined)
    readEvery(
      everyMs,
      () => {
        if (!reads) void read(true)
      },
      () => !(interest && live.up),
    )

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
    reload: () => untrack(async () => void (await read())),
    put,
  }
}
