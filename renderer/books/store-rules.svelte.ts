import { getSettings, type Settings } from '../../server/contracts/settings.ts'
import { call } from '../api/client.ts'
import { load, type Loaded } from '../state/load.svelte.ts'
import { locale } from '../ui/format.ts'

/** What the store's settings say about days and locks. They stay known from one screen to the next. */
class StoreRules {
  /** Undefined while it is not known: days are then those of this screen. */
  timeZone: string | undefined = $state()
  lockSeconds = $state(300)
}

export const storeRules = new StoreRules()

/** Reads them anew; to be called while a screen is set up. */
export function loadStoreRules(): Loaded<Settings> {
  return load(
    () => 'settings',
    async (_, signal) => {
      const settings = await call(getSettings, { signal })
      storeRules.timeZone = settings.time_zone
      storeRules.lockSeconds = settings.default_lock_seconds
      return settings
    },
  )
}

/** The day of an instant in the store, as a date field has it: 2026-05-31. */
export function storeDate(instant: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: storeRules.timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(instant))
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

/** The day of an instant in the store, for people: 31 May 2026. */
export function storeDay(instant: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: storeRules.timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(new Date(instant))
}
