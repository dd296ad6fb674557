import { hashPassword } from '../auth/passwords.ts'
import type { ReplyOf } from '../contracts/contract.ts'
import * as contracts from '../contracts/users.ts'
import { transaction } from '../db/transaction.ts'
import { done, valueOf } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { change, read, type Api } from '../http/route.ts'
import { anonymiseUser } from './anonymise-user.ts'
import { createUser, mayCreate } from './create-user.ts'
import { refusals } from './errors.ts'
import { findByEmail, findUser, listUsers } from './find-users.ts'
import { updateUser } from './update-user.ts'
import { toUser } from './user.ts'

/** Everything under `/users` but their coupons. */
export function userRoutes(api: Api): void {
  read(api, contracts.listUsers, listUsers)
  read(api, contracts.findUserByEmail, async (call) =>
    toUser(valueOf(await findByEmail(call.app.db, call.query.email))),
  )
  read(api, contracts.getUser, async (call) => {
    if (call.actor.role === 'customer' && call.actor.id !== call.params.id)
      return valueOf(refusals.notFound())
    return toUser(valueOf(await findUser(call.app.db, call.params.id)))
  })
  // Mounted as reads because a password is hashed before their transaction, where nothing slow may be.
  read(api, contracts.createUser, create)
  read(api, contracts.updateUser, update)
  change(api, contracts.anonymiseUser, async (call, tx) => {
    const changed = await anonymiseUser(tx, call.actor, call.trace, call.params.id)
    return changed.ok ? done(toUser(changed.value)) : changed
  })
  change(api, contracts.deactivateUser, async (call, tx) => {
    const changed = await updateUser(tx, call.actor, call.trace, call.params.id, { is_active: false })
    return changed.ok ? { ok: true, value: undefined } : changed
  })
}

async function create(
  call: Call<typeof contracts.createUser>,
): Promise<ReplyOf<typeof contracts.createUser>> {
  const { name, email, password, role, external_id } = call.body
  valueOf(mayCreate(call.actor, role))
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const user = { name, email, role, externalId: external_id ?? null, passwordHash }
  return toUser(await transaction(call.app.db, async (tx) => valueOf(await createUser(tx, call.trace, user))))
}

async function update(
  call: Call<typeof contracts.updateUser>,
): Promise<ReplyOf<typeof contracts.updateUser>> {
  const { password, ...fields } = call.body
  const changes = password === undefined ? fields : { ...fields, passwordHash: await hashPassword(password) }
  return transaction(call.app.db, async (tx) =>
    toUser(valueOf(await updateUser(tx, call.actor, call.trace, call.params.id, changes))),
  )
}
