import * as contracts from '../contracts/audit-events.ts'
import { read, stream, type Api } from '../http/route.ts'
import { exportEvents } from './export-events.ts'
import { listEvents } from './list-events.ts'

/** What was done, to read and to take along. */
export function auditRoutes(api: Api): void {
  read(api, contracts.listAuditEvents, ({ app, actor, query }) => listEvents(app.db, actor, query))
  stream(api, contracts.exportAuditEvents, exportEvents)
}
