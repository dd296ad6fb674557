import { recordEvents, type Author } from '../audit/record.ts'
import type { Session } from '../contracts/auth.ts'
import type * as contracts from '../contracts/auth.ts'
import { lockPair, lockSpaces } from '../db/advisory-lock.ts'
import type { Transaction } from '../db/connect.ts'
import { query, type On } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import { DomainError, valueOf } from '../errors.ts'
import type { OpenCall } from '../http/call.ts'
import { readSettings } from '../settings/read-settings.ts'
import { ownOrUtc, requireTimeZone } from '../settings/require-time-zone.ts'
import { keepSettings } from '../settings/update-settings.ts'
import { createUser, type MadeUser } from '../users/create-user.ts'
import { isFromThisComputer } from '../http/loopback.ts'
import { hashPassword } from './passwords.ts'
import { sessionReply } from './session-reply.ts'
import { openSession } from './sessions.ts'

const ANY_USER = 'select from users limit 1'

/** Whether the first administrator has been made. */
export async function isSetUp(on: On): Promise<boolean> {
  return (await query(on, ANY_USER)).length > 0
}

/** Takes the lock under which the first administrator is made once, whoever tries; false when the store has users already. */
export async function claimSetUp(tx: Transaction): Promise<boolean> {
  await lockPair(tx, lockSpaces.setUp, 0)
  return !(await isSetUp(tx))
}

/**
 * Ends a set-up that was claimed: keeps the store's time zone, so that every program on the database has the same one from then
 * on, and records both.
 */
export async function recordSetUp(
  tx: Transaction,
  by: Author,
  adminId: number,
  timeZone?: string,
): Promise<void> {
  const details = {
    time_zone: timeZone === undefined ? await ownOrUtc(tx) : await requireTimeZone(tx, timeZone),
  }
  await keepSettings(tx, details)
  await recordEvents(tx, by, [{ action: 'store.set_up', user_id: adminId, details }])
}

function alreadySetUp(): DomainError {
  return new DomainError('already_set_up', 'This store has its first administrator. Log in instead.')
}

/** Makes the first administrator: from this computer only, and only while there are no users. */
export async function setUp(call: OpenCall<typeof contracts.setUp>): Promise<Session> {
  if (!isFromThisComputer(call.req))
    throw new DomainError('forbidden', 'A store is set up on the computer that it runs on.')
  if (await isSetUp(call.app.db)) throw alreadySetUp()
  return enrol(call, 'admin', async (tx, user) => {
    const author = { actorId: user.id, till: null, requestId: call.requestId }
    await recordSetUp(tx, author, user.id, call.body.time_zone)
  })
}

/** Makes a customer account, where the store allows it. */
export async function register(call: OpenCall<typeof contracts.register>): Promise<Session> {
  const { allow_registration } = await readSettings(call.app.db)
  if (!allow_registration)
    throw new DomainError('forbidden', 'This store makes its accounts itself. Ask at the counter.')
  return enrol(call, 'customer')
}

async function enrol(
  call: OpenCall<typeof contracts.setUp> | OpenCall<typeof contracts.register>,
  role: 'admin' | 'customer',
  after?: (tx: Transaction, user: MadeUser) => Promise<void>,
): Promise<Session> {
  const { name, email, password } = call.body
  const passwordHash = await hashPassword(password)
  const made = await transaction(call.app.db, async (tx) => {
    if (role === 'admin' && !(await claimSetUp(tx))) throw alreadySetUp()
    const by = { self: true as const, requestId: call.requestId }
    const user = valueOf(await createUser(tx, by, { name, email, role, externalId: null, passwordHash }))
    await after?.(tx, user)
    return { user, session: await openSession(tx, user.id, call.req.get('user-agent')) }
  })
  return sessionReply(call, made.user, made.session, call.query.refresh === 'body')
}
