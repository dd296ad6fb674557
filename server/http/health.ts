import type { Express } from 'express'
import { query } from '../db/query.ts'
import type { AppContext } from './context.ts'

/** `GET /healthz`: the program runs. `GET /readyz`: and its database answers (503 `database_unavailable` otherwise). */
export function healthRoutes(server: Express, app: AppContext): void {
  server.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' })
  })
  server.get('/readyz', (_req, res, next) => {
    query(app.db, 'select 1 as one').then(() => {
      res.json({ status: 'ok' })
    }, next)
  })
}
