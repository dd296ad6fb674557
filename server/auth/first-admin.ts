import { program } from '../audit/record.ts'
import { transaction } from '../db/transaction.ts'
import { valueOf } from '../errors.ts'
import type { AppContext } from '../http/context.ts'
import { createUser } from '../users/create-user.ts'
import { hashPassword } from './passwords.ts'
import { claimSetUp, isSetUp, recordSetUp } from './set-up.ts'

/**
 * Makes the administrator of `CUPONERA_ADMIN_EMAIL` and `CUPONERA_ADMIN_PASSWORD`, only while there are no users: later starts
 * with the same variables change nothing.
 */
export async function makeFirstAdmin(app: AppContext): Promise<void> {
  const { admin } = app.config
  if (!admin || (await isSetUp(app.db))) return
  const passwordHash = await hashPassword(admin.password)
  await transaction(app.db, async (tx) => {
    if (!(await claimSetUp(tx))) return
    const user = {
      name: 'Administrator',
      email: admin.email,
      role: 'admin' as const,
      externalId: null,
      passwordHash,
    }
    const { id } = valueOf(await createUser(tx, program, user))
    await recordSetUp(tx, program, id)
  })
}
