import type { UndoRequest } from '../contracts/redemptions.ts'
import { alreadyRolledBack } from '../coupons/errors.ts'
import type { Transaction } from '../db/connect.ts'
import { query, queryOne } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { refusals } from './errors.ts'
import { lockRedemption } from './lock-redemption.ts'
import { tellUndo } from './tell-undo.ts'
import { toUndoRequest, undoRequestSelect, type UndoRequestRow } from './undo-request-resource.ts'

const OPEN = `
  select u.name from undo_requests q join users u on u.id = q.requested_by
   where q.redemption_id = $1 and q.state = 'open'`

const INSERT = `
  insert into undo_requests (redemption_id, requested_by, reason) values ($1, $2, $3) returning id`

const READ = `${undoRequestSelect} where q.id = $1`

/** Puts the wish to undo a redemption before the managers. */
export async function requestUndo(
  tx: Transaction,
  actor: Actor,
  trace: Trace,
  redemptionId: number,
  reason: string,
): Promise<Outcome<UndoRequest>> {
  const held = await lockRedemption(tx, actor, redemptionId)
  if (!held) return refusals.notFound()
  if (held.is_rolled_back) return { ok: false, refusal: alreadyRolledBack() }
  const [open] = await query<{ name: string }>(tx, OPEN, [redemptionId])
  if (open) return refusals.askedAlready(open.name)
  const { id } = await queryOne<{ id: number }>(tx, INSERT, [redemptionId, actor.id, reason])
  const details = { undo_request_id: id, redemption_id: redemptionId, reason }
  await tellUndo(tx, { key: held.code_key, actor, trace }, { action: 'undo.requested', details })
  return done(toUndoRequest(await queryOne<UndoRequestRow>(tx, READ, [id])))
}
