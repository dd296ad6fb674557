import { untrack } from 'svelte'

/**
 * What `source` says once it has said the same for a moment, so that not every letter asks the server; the first that is not undefined
 * at once. To be called while a component is set up.
 */
export function settled<T>(source: () => T, pauseMs = 250): { readonly value: T; readonly waits: boolean } {
  let value = $state.raw(untrack(source))
  const text = (one: unknown): string | undefined => JSON.stringify(one)

  $effect(() => {
    const now = source()
    const timer = setTimeout(() => (value = now), untrack(() => value) === undefined ? 0 : pauseMs)
    return () => clearTimeout(timer)
  })

  return {
    get value() {
      return value
    },
    /** True while something newer is about to take its place. */
    get waits() {
      return text(source()) !== text(value)
    },
  }
}
