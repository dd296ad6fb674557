/** Many callers doing one thing after the other, and how long each took. */
import { performance } from 'node:perf_hooks'

export interface Measured<T> {
  results: T[]
  perSecond: number
  /** Milliseconds of each, unordered. */
  times: number[]
}

/** Has `callers` work through `items`, each taking the next when it is done with one, until they or the time are used up. */
export async function measure<I, T>(
  callers: number,
  items: readonly I[],
  limitMs: number,
  work: (item: I, caller: number) => Promise<T>,
): Promise<Measured<T>> {
  const results: T[] = []
  const times: number[] = []
  const waiting = items.values()
  const began = performance.now()
  const call = async (caller: number): Promise<void> => {
    for (const item of waiting) {
      const taken = performance.now()
      results.push(await work(item, caller))
      times.push(performance.now() - taken)
      if (performance.now() - began > limitMs) return
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)))
  return { results, times, perSecond: (results.length * 1000) / (performance.now() - began) }
}

/** The value below which this share of them lies; between two of them where it falls between. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN]
  return low + (high - low) * (place - Math.floor(place))
}

/** Numbers that look random and are the same for the same seed (mulberry32), from 0 to 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** How long a piece of work takes, in seconds. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/** A row of a Markdown table: a size, the median and spread of its seconds, its floor's median, and the ratio of the two. */
export function rowBesideFloor(size: number, floors: number[], seconds: number[]): string {
  const [floor, median] = [quantile(floors, 0.5), quantile(seconds, 0.5)]
  const spread = `${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}`
  return `| ${size.toLocaleString('en-US')} | ${median.toFixed(2)} (${spread}) | ${floor.toFixed(2)} | ${(median / floor).toFixed(1)} |`
}
