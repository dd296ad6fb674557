import * as contracts from '../contracts/reports.ts'
import { read, type Api } from '../http/route.ts'
import { listRefusals } from './refusals.ts'
import { readStats } from './stats.ts'

/** The figures of the store. */
export function reportRoutes(api: Api): void {
  read(api, contracts.getStats, ({ app, actor, query }) => readStats(app.db, actor, query))
  read(api, contracts.listRefusals, ({ app, actor, query }) => listRefusals(app.db, actor, query))
}
