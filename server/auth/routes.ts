import * as contracts from '../contracts/auth.ts'
import { done, valueOf } from '../errors.ts'
import { change, open, read, type Api } from '../http/route.ts'
import { readSettings } from '../settings/read-settings.ts'
import { findUser } from '../users/find-users.ts'
import { changeOwnProfile } from '../users/update-user.ts'
import { toUser } from '../users/user.ts'
import { changePassword } from './change-password.ts'
import { makeLogInCheck } from './check-log-in.ts'
import { logIn } from './log-in.ts'
import { endOwnSession, listSessions } from './own-sessions.ts'
import { logOut, renew } from './renew.ts'
import { isSetUp, register, setUp } from './set-up.ts'

/** Everything under `/auth`. */
export function authRoutes(api: Api): void {
  const check = makeLogInCheck(api.app.db)
  open(api, contracts.setUpState, async ({ app }) => {
    const { allow_registration, store_name, time_zone } = await readSettings(app.db)
    return { is_set_up: await isSetUp(app.db), allow_registration, store_name, time_zone }
  })
  open(api, contracts.setUp, setUp)
  open(api, contracts.register, register)
  open(api, contracts.logIn, (call) => logIn(call, api.limits, check))
  open(api, contracts.refresh, renew)
  open(api, contracts.logOut, logOut)
  read(api, contracts.listSessions, listSessions)
  change(api, contracts.endSession, endOwnSession)
  read(api, contracts.getMe, async ({ app, actor }) => toUser(valueOf(await findUser(app.db, actor.id))))
  change(api, contracts.updateMe, async ({ actor, trace, body }, tx) => {
    const changed = await changeOwnProfile(tx, actor, trace, body)
    return changed.ok ? done(toUser(changed.value)) : changed
  })
  // Mounted as a read: its transaction begins after a password was hashed.
  read(api, contracts.changePassword, (call) => changePassword(call, api.limits))
}
