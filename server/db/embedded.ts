import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { chooseAccount, needsAccount, prepareDataDir } from './embedded-account.ts'
import { prepareBinaries } from './embedded-binaries.ts'
import type { Cluster } from './embedded-cluster.ts'
import { hasSettings, prepareCluster } from './embedded-cluster.ts'
import { DatabaseStartError, toStartError } from './embedded-error.ts'
import { applicationRole, holdGuard } from './embedded-guard.ts'
import type { Guard } from './embedded-guard.ts'
import { takeFolderLock } from './embedded-lock.ts'
import type { FolderLock } from './embedded-lock.ts'
import { loadPasswords } from './embedded-passwords.ts'
import { findServer, launch, stopServer } from './embedded-server.ts'
import type { Server } from './embedded-server.ts'

/** A running Postgres of our own. If it dies by itself it is started again on the same port, so `url` stays good. */
export interface EmbeddedDatabase {
  /** postgres:// URL of the application role (not superuser), on 127.0.0.1 and a free port. */
  url: string
  /** Server version, e.g. "18.4". */
  version: string
  /** pid of the postmaster; another after it died and was started again. */
  readonly pid: number
  /** Stops the server: fast, then immediate after a limit. Idempotent. Releases the data folder. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Holds `postgres/`, the password files, `postgres.log` and `lock`; made if it is not there. */
  dataDir: string
  log: (event: string, fields?: Record<string, unknown>) => void
  /** Postgres settings on top of ours. */
  extraSettings?: Record<string, string>
  /** Folder of initdb, pg_ctl and postgres, instead of those that are installed with the program. */
  binDir?: string
}

interface Running {
  server: Server
  guard: Guard
}

/**
 * Starts the embedded Postgres on a data folder, or adopts the one that a killed program left running there, and looks after
 * it until `stop()`. Throws DatabaseStartError; then nothing of ours is left running and the folder is free again.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  let lock: FolderLock | undefined
  const stopping = new AbortController()
  try {
    const account = needsAccount() ? await chooseAccount(join(options.dataDir, 'postgres')) : undefined
    const dataDir = await prepareDataDir(options.dataDir, account)
    lock = await takeFolderLock(dataDir)
    const cluster: Cluster = {
      dataDir,
      folder: join(dataDir, 'postgres'),
      logFile: join(dataDir, 'postgres.log'),
      account,
      binaries: await prepareBinaries(dataDir, account, options.binDir),
      passwords: await loadPasswords(dataDir),
      extraSettings: options.extraSettings ?? {},
      log: options.log,
    }
    return supervise(cluster, lock, await adoptOrStart(cluster, stopping.signal), stopping)
  } catch (error) {
    await lock?.release()
    throw toStartError(error, options.dataDir)
  }
}

/**
 * A program that was killed while it started its server left a postmaster without a pid file yet: ours then gives way to it,
 * and it is adopted a moment later.
 */
async function adoptOrStart(cluster: Cluster, signal: AbortSignal): Promise<Running> {
  for (let attempt = 1; ; attempt += 1) {
    const adopted = await adopt(cluster, signal)
    if (adopted) return adopted
    try {
      await prepareCluster(cluster)
      return await launchGuarded(cluster, signal)
    } catch (error) {
      if (attempt >= 3 || !(await findServer(cluster))) throw error
    }
  }
}

/** Takes over a server that a killed program left, or stops it when it is not what this program would have started. */
async function adopt(cluster: Cluster, signal: AbortSignal): Promise<Running | undefined> {
  const server = await findServer(cluster)
  if (!server) return undefined
  // first of all the lock: a server that another program looks after must not be stopped, whatever it looks like
  const guard = await tryGuard(cluster, server, signal)
  if (guard?.version === cluster.binaries.version && (await hasSettings(cluster, server.port))) {
    cluster.log('database_adopted', { pid: server.pid, port: server.port })
    return { server, guard }
  }
  await guard?.release()
  await stopServer(cluster, server)
  cluster.log('database_orphan_stopped', { pid: server.pid })
  return undefined
}

async function tryGuard(cluster: Cluster, server: Server, signal: AbortSignal): Promise<Guard | undefined> {
  try {
    return await holdGuard(cluster, server.port, signal)
  } catch (error) {
    if (error instanceof DatabaseStartError) throw error
    cluster.log('database_adoption_failed', {
      message: error instanceof Error ? error.message : String(error),
    })
    return undefined
  }
}

async function launchGuarded(cluster: Cluster, signal: AbortSignal, port?: number): Promise<Running> {
  const server = await launch(cluster, signal, port)
  try {
    const guard = await holdGuard(cluster, server.port, signal)
    cluster.log('database_started', { pid: server.pid, port: server.port, version: guard.version })
    return { server, guard }
  } catch (error) {
    await stopServer(cluster, server)
    throw error
  }
}

/** Waits before each try to bring a dead server back; the last one repeats, since a full disk may be freed any time. */
const retryDelaysMs = [0, 250, 500, 1_000, 2_000, 5_000, 30_000]

function supervise(
  cluster: Cluster,
  lock: FolderLock,
  first: Running,
  stopping: AbortController,
): EmbeddedDatabase {
  const port = first.server.port
  let running = first
  let recovery = Promise.resolve()
  let stopped: Promise<void> | undefined

  const watch = () => {
    void running.guard.lost.then(() => {
      if (!stopping.signal.aborted) recovery = recover()
    })
  }
  const recover = async () => {
    cluster.log('database_lost', { pid: running.server.pid })
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      try {
        await sleep(retryDelaysMs[Math.min(attempt, retryDelaysMs.length - 1)], undefined, {
          signal: stopping.signal,
        })
        running = await bringBack(cluster, running.server, stopping.signal)
        return watch()
      } catch (error) {
        if (stopping.signal.aborted) return
        cluster.log('database_restart_failed', { attempt, ...describe(error) })
      }
    }
  }
  const stop = async () => {
    stopping.abort()
    await recovery
    await running.guard.release()
    try {
      const server = (await findServer(cluster)) ?? running.server
      await stopServer(cluster, server)
      cluster.log('database_stopped', { pid: server.pid })
    } finally {
      await lock.release()
    }
  }

  watch()
  return {
    url: `postgres://${applicationRole}:${cluster.passwords.application}@127.0.0.1:${port}/${applicationRole}`,
    version: first.guard.version,
    get pid() {
      return running.server.pid
    },
    stop: () => (stopped ??= stop()),
  }
}

/** A living postmaster (it ended its own backends, or only our connection) is connected to again, a dead one started again. */
async function bringBack(cluster: Cluster, before: Server, signal: AbortSignal): Promise<Running> {
  const server = await findServer(cluster)
  if (!server) return launchGuarded(cluster, signal, before.port)
  const guard = await holdGuard(cluster, before.port, signal)
  cluster.log('database_reconnected', { pid: server.pid })
  return { server, guard }
}

function describe(error: unknown): { message: string; details?: string } {
  if (error instanceof DatabaseStartError) return { message: error.message, details: error.details }
  return { message: error instanceof Error ? error.message : String(error) }
}
