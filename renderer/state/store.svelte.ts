import { setUpState } from '../../server/contracts/auth.ts'
import { call } from '../api/client.ts'
import { takeZone } from '../ui/zone.ts'

/** What a visitor may know of the store: its name, whether it is set up, whether one may register. */
class Store {
  name = $state('')
  isSetUp = $state(true)
  allowsRegistration = $state(false)
}

export const store = new Store()

/** Reads it anew, and the time zone that all times are told in. Throws ApiError. */
export async function readStore(): Promise<void> {
  const state = await call(setUpState)
  store.name = state.store_name
  store.isSetUp = state.is_set_up
  store.allowsRegistration = state.allow_registration
  takeZone(state.time_zone)
}
