import { getSettings } from '../../server/contracts/settings.ts'
import { call } from '../api/client.ts'
import { load } from '../state/load.svelte.ts'

/** What the store's settings say about locks. It stays known from one screen to the next. */
class StoreRules {
  lockSeconds = $state(300)
}

export const storeRules = new StoreRules()

/** Reads them anew; to be called while a screen is set up. */
export function loadStoreRules(): void {
  load(
    () => 'settings',
    async (_, signal) => {
      const settings = await call(getSettings, { signal })
      storeRules.lockSeconds = settings.default_lock_seconds
    },
  )
}
