import express from 'express'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino, type Logger } from 'pino'
import { DomainError } from './errors.ts'
import { securityHeaders, serveConsole } from './http/console.ts'
import { originGuard } from './http/origin-guard.ts'
import { errorHandler, nameRequest, notFound } from './http/problems.ts'

/** The console without a server behind it, for a window that has to say why there is none. */
export interface ConsoleAlone {
  /** `http://127.0.0.1:PORT`, on a port that was free. */
  url: string
  close(): Promise<void>
}

/**
 * Serves the built console from `consoleDir` on loopback, behind the same guard and content policy as the whole server. Whatever would
 * need the database answers 503 `database_unavailable`.
 *
 * @throws the socket's error.
 */
export async function serveConsoleAlone(
  consoleDir: string,
  log: Logger = pino({ level: 'silent' }),
): Promise<ConsoleAlone> {
  const app = express()
  app.disable('x-powered-by')
  app.enable('case sensitive routing')
  app.use(nameRequest)
  app.use(securityHeaders(false))
  app.use(originGuard({ host: '127.0.0.1', allowedHosts: [], allowedOrigins: [] }, async () => []))
  app.use(['/api', '/healthz', '/readyz', '/metrics'], notStarted)
  serveConsole(app, consoleDir)
  app.use(notFound)
  app.use(errorHandler(log))

  const server = createServer(app)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

function notStarted(): never {
  throw new DomainError('database_unavailable', 'Cuponera has not started: its window says why.')
}
