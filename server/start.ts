import { existsSync } from 'node:fs'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { pino, type Logger } from 'pino'
import { createApp } from './app.ts'
import { makeFirstAdmin } from './auth/first-admin.ts'
import { resetPassword } from './auth/reset-password.ts'
import { ConfigError, type Config } from './config.ts'
import { startSweeper } from './coupons/sweep.ts'
import { connect, type Database } from './db/connect.ts'
import { startEmbedded } from './db/embedded.ts'
import { readInstallationId, readTokenKey } from './db/installation.ts'
import { migrate } from './db/migrate.ts'
import { startDemo } from './demo/start-demo.ts'
import type { AppContext } from './http/context.ts'
import { failInterruptedJobs } from './jobs/interrupted.ts'
import { runningJobs } from './jobs/running-jobs.ts'
import { liveHub } from './live/live-hub.ts'
import { startPurge } from './retention/start-purge.ts'

/** How long requests in flight may take once the program is told to stop (api.md, *Start-up*). */
const DRAIN_MS = 10_000

/** A server that accepts requests. */
export interface RunningServer {
  /** `http://HOST:PORT`, with the real port. */
  url: string
  app: AppContext
  /** Fills an empty store with the demo, or says that it has data already; `say` gets the block of lines for the terminal. */
  fillDemo(say: (text: string) => void): Promise<void>
  /** Imports at work here, those whose upload is still arriving among them. */
  jobsRunning(): number
  /** To be called after the computer slept: connections may have died meanwhile without a word. */
  wake(): void
  /** Requests in flight get 10 s, the rest is ended, then the database is stopped. May be called again. */
  close(): Promise<void>
}

/**
 * Starts the complete product: database, schema, API, console.
 *
 * @throws DatabaseStartError, MigrationError, ConfigError or the socket's error; what had been started is stopped again.
 */
export async function startServer(config: Config, log: Logger = defaultLog()): Promise<RunningServer> {
  const undo: (() => Promise<void>)[] = []
  try {
    const db = await openStore(config, log, undo)
    undo.push(() => runningJobs(db).stop())
    const live = liveHub(db)
    undo.push(() => live.stop())
    await live.start((config.databaseUrl && config.listenUrl) ?? db.url, log)
    const app = await createContext(config, db, log)
    await makeFirstAdmin(app)
    await failInterruptedJobs(db)
    undo.push(startSweeper(app))
    undo.push(startPurge(app))
    const server = createServer(config, createApp(app).express)
    const connections = connectionsOf(server)
    undo.push(() => drain(server, connections))
    undo.push(async () => live.endStreams())
    await listen(server, config)
    return {
      url: addressOf(server, config),
      app,
      fillDemo: (say) => startDemo(app, say),
      jobsRunning: () => runningJobs(db).count,
      wake: () => {
        db.distrustConnections()
        live.wake()
      },
      close: closeOnce(undo),
    }
  } catch (error) {
    await closeOnce(undo)()
    throw error
  }
}

/**
 * Gives an administrator a new password without starting the server; the embedded database runs as long as that takes.
 *
 * @returns the password; undefined where no active administrator has this address.
 * @throws ConfigError where the data folder has no store, and what {@link startServer} throws of the database.
 */
export async function resetAdminPassword(
  config: Config,
  email: string,
  log: Logger = defaultLog(),
): Promise<string | undefined> {
  // A mistyped folder must not become a new store.
  if (config.databaseUrl === null && !existsSync(join(config.dataDir, 'postgres')))
    throw new ConfigError(`There is no store in ${config.dataDir}. CUPONERA_DATA_DIR says where it is.`)
  const undo: (() => Promise<void>)[] = []
  try {
    return await resetPassword(await openStore(config, log, undo), email)
  } finally {
    await closeOnce(undo)()
  }
}

async function openStore(config: Config, log: Logger, undo: (() => Promise<void>)[]): Promise<Database> {
  const url = config.databaseUrl ?? (await embeddedUrl(config, log, undo))
  await migrate(url, config.migrationsDir)
  const db = connect(url, {
    log: (event, fields) => {
      log.warn(fields, event)
    },
  })
  undo.push(() => db.close())
  return db
}

function defaultLog(): Logger {
  return pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  )
}

async function embeddedUrl(config: Config, log: Logger, undo: (() => Promise<void>)[]): Promise<string> {
  const embedded = await startEmbedded({
    dataDir: config.dataDir,
    log: (event, fields) => {
      log.info(fields ?? {}, event)
    },
  })
  undo.push(() => embedded.stop())
  return embedded.url
}

async function createContext(config: Config, db: Database, log: Logger): Promise<AppContext> {
  const installationId = await readInstallationId(db)
  return { config, db, log, installationId, tokenKey: await readTokenKey(db, config.secret) }
}

/** Connections that may wait to be taken: of a thousand customers at once Node's usual 511 turned some away on a busy machine. */
const CROWD = 4096

function createServer(config: Config, handler: Parameters<typeof createHttpServer>[1] & object): Server {
  // Slow headers tie up sockets; an upload of 200 MB over a slow line may still take its time.
  const limits = { headersTimeout: 15_000, requestTimeout: 30 * 60_000, maxHeaderSize: 16_384 }
  return config.tls
    ? createHttpsServer({ ...config.tls, ...limits }, handler)
    : createHttpServer(limits, handler)
}

async function listen(server: Server, config: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: config.port, host: config.host, backlog: CROWD }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function addressOf(server: Server, config: Config): string {
  const { port } = server.address() as AddressInfo
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  return `${config.tls ? 'https' : 'http'}://${host}:${String(port)}`
}

function connectionsOf(server: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return open
}

async function drain(server: Server, connections: ReadonlySet<Socket>): Promise<void> {
  if (!server.listening) return
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve()
    })
  })
  // A connection falls idle when its reply is out; kept alive, it would hold the program back for seconds.
  const idle = setInterval(() => {
    server.closeIdleConnections()
    // Browsers open connections ahead of need; to Node one that has asked nothing yet is not idle.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy()
  }, 50)
  const timer = setTimeout(() => {
    server.closeAllConnections()
  }, DRAIN_MS)
  await closed
  clearInterval(idle)
  clearTimeout(timer)
}

// The last started is the first stopped; one that fails to stop keeps none of the others running.
function closeOnce(undo: (() => Promise<void>)[]): () => Promise<void> {
  let closing: Promise<void> | undefined
  const closeAll = async (): Promise<void> => {
    const failures: unknown[] = []
    for (const stop of undo.toReversed()) await stop().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped')
  }
  return () => (closing ??= closeAll())
}
