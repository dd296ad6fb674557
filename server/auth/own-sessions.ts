import { recordEvents } from '../audit/record.ts'
import type * as contracts from '../contracts/auth.ts'
import type { ReplyOf } from '../contracts/contract.ts'
import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { done, refuse, type Outcome } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { lockUser } from '../users/lock-user.ts'
import { endSessions } from './sessions.ts'

const LIST = `
  select family_id as id, min(created_at) as created_at, max(created_at) as last_used_at,
         max(expires_at) as expires_at, (array_agg(user_agent order by id desc))[1] as user_agent
    from refresh_tokens
   where user_id = $1 and ended_at is null
   group by family_id
  having max(expires_at) > clock_timestamp()
   order by last_used_at desc, family_id desc
   limit 200`

interface SessionRow {
  id: number
  created_at: Date
  last_used_at: Date
  expires_at: Date
  user_agent: string | null
}

/** Where the caller is logged in, the latest used first. */
export async function listSessions(
  call: Call<typeof contracts.listSessions>,
): Promise<ReplyOf<typeof contracts.listSessions>> {
  const rows = await query<SessionRow>(call.app.db, LIST, [call.actor.id])
  const items = rows.map((row) => ({
    id: row.id,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    user_agent: row.user_agent,
    current: row.id === call.actor.sessionId,
  }))
  return { items, next_cursor: null }
}

/** Ends one session of the caller; another person's is as absent. */
export async function endOwnSession(
  call: Call<typeof contracts.endSession>,
  tx: Transaction,
): Promise<Outcome<undefined>> {
  await lockUser(tx, call.actor.id)
  if ((await endSessions(tx, call.actor.id, { only: call.params.id })) === 0)
    return refuse('not_found', 'You have no such session.')
  await recordEvents(tx, call.trace, [
    { action: 'user.session_ended', user_id: call.actor.id, details: { session_id: call.params.id } },
  ])
  return done(undefined)
}
