import type { AuditAction } from '../contracts/audit.ts'
import type { Contract } from '../contracts/contract.ts'
import { transaction } from '../db/transaction.ts'
import type { Call } from '../http/call.ts'
import { recordEvents, type AuditEvent } from './record.ts'

type ExportEvent = AuditEvent & { action: Extract<AuditAction, `${string}.exported`> }

/** Puts on record who takes something out of the store, before the first of it leaves. Who only asks what there is (HEAD) takes nothing. */
export async function recordExport(
  { app, trace, req }: Pick<Call<Contract>, 'app' | 'trace' | 'req'>,
  event: ExportEvent,
): Promise<void> {
  if (req.method === 'HEAD') return
  await transaction(app.db, (tx) => recordEvents(tx, trace, [event]))
}
