import { getSettings, type Settings } from '../../server/contracts/settings.ts'
import { call } from '../api/client.ts'
import { dayOf } from '../shared/store-days.ts'
import { load, type Loaded } from '../state/load.svelte.ts'
import { locale } from '../ui/language.ts'

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
  return dayOf(instant, storeRules.timeZone)
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
