import { untrack } from 'svelte'

/**
 * What stands in a field, or in several that belong together: what is saved, also when a colleague changes that, until something else
 * is typed. To be called while a component is set up.
 *
 * @param saved plain data, made anew at each call where fields change parts of it.
 */
export function followSaved<T>(saved: () => T): { value: T } {
  let before = untrack(saved)
  let value = $state(before)

  $effect.pre(() => {
    const now = saved()
    untrack(() => {
      if (isSame(value, before)) value = now
      before = now
    })
  })

  return {
    get value() {
      return value
    },
    set value(typed) {
      value = typed
    },
  }
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
