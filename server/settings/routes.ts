import * as contracts from '../contracts/settings.ts'
import { done } from '../errors.ts'
import { change, read, type Api } from '../http/route.ts'
import { readSettings } from './read-settings.ts'
import { updateSettings } from './update-settings.ts'

/** `GET` and `PATCH /settings`. */
export function settingsRoutes(api: Api): void {
  read(api, contracts.getSettings, (call) => readSettings(call.app.db))
  change(api, contracts.updateSettings, async (call, tx) =>
    done(await updateSettings(tx, call.trace, call.body)),
  )
}
