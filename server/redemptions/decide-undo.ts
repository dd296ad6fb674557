import type { BodyOf } from '../contracts/contract.ts'
import type { decideUndo as contract, UndoRequest } from '../contracts/redemptions.ts'
import type { Transaction } from '../db/connect.ts'
import { query, queryOne } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { refusals } from './errors.ts'
import { lockRedemption } from './lock-redemption.ts'
import { rollBack } from './roll-back.ts'
import { tellUndo } from './tell-undo.ts'
import { toUndoRequest, undoRequestSelect, type UndoRequestRow } from './undo-request-resource.ts'

const FIND = 'select redemption_id from undo_requests where id = $1'

const READ = `${undoRequestSelect} where q.id = $1`

const REFUSE = `
  update undo_requests set state = 'refused', decided_by = $2, decided_at = clock_timestamp() where id = $1`

/** Grants a request, which rolls its redemption back for its reason, or refuses it. */
export async function decideUndo(
  tx: Transaction,
  actor: Actor,
  trace: Trace,
  id: number,
  body: BodyOf<typeof contract>,
): Promise<Outcome<UndoRequest>> {
  const [found] = await query<{ redemption_id: number }>(tx, FIND, [id])
  // Whatever decides a request holds its redemption, so that two managers meet here.
  const held = found && (await lockRedemption(tx, actor, found.redemption_id))
  if (!held) return refusals.noRequest()
  const request = await queryOne<UndoRequestRow>(tx, READ, [id])
  if (request.state !== 'open') return refusals.decidedAlready(request.decided_by_name)
  if (body.decision === 'grant') {
    const { disposition } = body
    const rolledBack = await rollBack(tx, actor, trace, {
      redemptionId: held.id,
      reason: request.reason,
      disposition,
    })
    if (!rolledBack.ok) return rolledBack
  } else {
    await query(tx, REFUSE, [id, actor.id])
    const details = { undo_request_id: id, redemption_id: held.id }
    await tellUndo(tx, { key: held.code_key, actor, trace }, { action: 'undo.refused', details })
  }
  return done(toUndoRequest(await queryOne<UndoRequestRow>(tx, READ, [id])))
}
