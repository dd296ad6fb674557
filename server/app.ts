import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { apiKeyRoutes } from './api-keys/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { authRoutes } from './auth/routes.ts'
import { bookRoutes } from './books/routes.ts'
import { couponRoutes } from './coupons/routes.ts'
import { securityHeaders, serveConsole } from './http/console.ts'
import type { AppContext } from './http/context.ts'
import { distributionRoutes } from './distributions/routes.ts'
import { generationRoutes } from './generation/routes.ts'
import { healthRoutes } from './http/health.ts'
import { Metrics, metricsRoute } from './http/metrics.ts'
import { openApiRoutes } from './http/openapi.ts'
import { originGuard } from './http/origin-guard.ts'
import { errorHandler, nameRequest, notFound } from './http/problems.ts'
import { RateLimits } from './http/rate-limits.ts'
import type { Api } from './http/route.ts'
import { Authenticator } from './http/session.ts'
import { importRoutes } from './imports/routes.ts'
import { jobRoutes } from './jobs/routes.ts'
import { liveRoutes } from './live/routes.ts'
import { poolRoutes } from './pools/routes.ts'
import { redemptionRoutes } from './redemptions/routes.ts'
import { reportRoutes } from './reports/routes.ts'
import { storeOrigins } from './settings/read-settings.ts'
import { settingsRoutes } from './settings/routes.ts'
import { userRoutes } from './users/routes.ts'

/** The whole HTTP surface: middleware in order, the features under `/api/v1`, health, documentation, and the console. */
export function createApp(app: AppContext): { express: Express; api: Api } {
  const server = express()
  server.disable('x-powered-by')
  server.enable('case sensitive routing')
  server.set('query parser', 'simple')
  if (app.config.trustProxy) server.set('trust proxy', app.config.trustProxy)
  const metrics = new Metrics()
  server.use(nameRequest)
  server.use(metrics.count)
  server.use(securityHeaders(app.config.tls !== null))
  server.use(originGuard(app.config, storeOrigins(app.db)))
  healthRoutes(server, app)
  openApiRoutes(server)
  const api = mountFeatures(app)
  metricsRoute(server, api.authenticator, metrics)
  server.use('/api/v1', noStore, api.router)
  server.use('/api', notFound)
  if (app.config.consoleDir !== null) serveConsole(server, app.config.consoleDir)
  server.use(notFound)
  server.use(errorHandler(app.log))
  return { express: server, api }
}

function mountFeatures(app: AppContext): Api {
  const api: Api = {
    app,
    router: express.Router({ caseSensitive: true }),
    authenticator: new Authenticator(app),
    limits: new RateLimits(app.db),
    mounted: new Set(),
  }
  for (const mount of [
    authRoutes,
    userRoutes,
    settingsRoutes,
    bookRoutes,
    importRoutes,
    generationRoutes,
    jobRoutes,
    couponRoutes,
    redemptionRoutes,
    poolRoutes,
    apiKeyRoutes,
    auditRoutes,
    reportRoutes,
    distributionRoutes,
    liveRoutes,
  ])
    mount(api)
  return api
}

function noStore(_req: Request, res: Response, next: NextFunction): void {
  res.setHeader('Cache-Control', 'no-store')
  next()
}
