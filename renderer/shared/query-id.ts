import { queryState } from '../state/router.svelte.ts'

/** The id of something in the address bar, as text; empty where there is none, or nothing that could be one. */
export function queryId(key: string): { value: string } {
  const given = queryState<string>(key, '')
  return {
    get value() {
      return /^[1-9]\d{0,8}$/.test(given.value) ? given.value : ''
    },
    set value(id) {
      given.value = id
    },
  }
}
