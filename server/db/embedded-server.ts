import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from './embedded-cluster.ts'
import { clusterName, writeSettings } from './embedded-cluster.ts'
import { fromPostgresLog, toStartError } from './embedded-error.ts'
import {
  childOptions,
  isPostgresOf,
  childrenNamed,
  processStart,
  run,
  waitUntil,
} from './embedded-process.ts'

/** A postmaster that was seen alive. */
export interface Server {
  pid: number
  port: number
  /** When it started, so that another process with its pid is never taken for it. */
  started: string
}

/** Replaying a full log after a crash takes its time, and starting over would only take it again. */
const startLimitMs = 300_000
const portTries = 5

/**
 * The postmaster that already works on this folder, by its pid file, its executable and its working directory. The file is
 * removed when its pid now belongs to a process that is no Postgres: Postgres would refuse to start over it.
 */
export async function findServer(cluster: Pick<Cluster, 'folder' | 'log'>): Promise<Server | undefined> {
  const file = await readPidFile(cluster)
  const started = file && (await processStart(file.pid))
  if (!file || started === undefined) return undefined
  if (await isPostgresOf(file.pid, cluster.folder)) return { pid: file.pid, port: file.port, started }
  await rm(join(cluster.folder, 'postmaster.pid'), { force: true })
  cluster.log('database_stale_pid_removed', { pid: file.pid })
  return undefined
}

async function isAlive(server: Server): Promise<boolean> {
  return (await processStart(server.pid)) === server.started
}

async function readPidFile(
  cluster: Pick<Cluster, 'folder'>,
): Promise<{ pid: number; port: number; ready: boolean } | undefined> {
  let lines: string[]
  try {
    lines = (await readFile(join(cluster.folder, 'postmaster.pid'), 'utf8')).split('\n')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  return pid > 0 ? { pid, port, ready: lines[7]?.trim() === 'ready' } : undefined
}

/**
 * Starts the postmaster and waits until it accepts. Without `fixedPort` a free one is found, and another if a stranger takes
 * it first. What a killed server left behind is given two seconds to end and then ended. Rejects when `signal` fires.
 */
export async function launch(cluster: Cluster, signal: AbortSignal, fixedPort?: number): Promise<Server> {
  if (await clearRemains(cluster)) await forgetZombie(cluster)
  await rotateLog(cluster.logFile)
  for (let attempt = 1; ; attempt += 1) {
    const port = fixedPort ?? (await freePort())
    await writeSettings(cluster, port)
    const logStart = await sizeOf(cluster.logFile)
    const pid = await launchOnce(cluster, signal)
    const started = pid === undefined ? undefined : await processStart(pid)
    if (pid !== undefined && started !== undefined) return { pid, port, started }
    signal.throwIfAborted()
    const tail = await tailOf(cluster.logFile, logStart)
    const portTaken = /could not bind|could not create any TCP\/IP sockets/.test(tail)
    const remains = /pre-existing shared memory block/.test(tail)
    if (attempt >= portTries || !(remains || (portTaken && fixedPort === undefined)))
      throw fromPostgresLog(tail, cluster.dataDir)
    cluster.log('database_start_retried', { reason: remains ? 'old processes' : 'port taken', attempt })
    if (remains) await sleep(1_000, undefined, { signal })
  }
}

/** The pid of a server that is ready; undefined when it gave up. */
async function launchOnce(cluster: Cluster, signal: AbortSignal): Promise<number | undefined> {
  return process.platform === 'win32' ? launchOnWindows(cluster) : launchDirectly(cluster, signal)
}

/** In a session of its own: Ctrl-C in the terminal must not reach it before the program has ended its requests. */
async function launchDirectly(cluster: Cluster, signal: AbortSignal): Promise<number | undefined> {
  const logFile = await open(cluster.logFile, 'a', 0o600)
  const child = spawn(cluster.binaries.postgres, ['-D', cluster.folder], {
    ...childOptions(cluster.account),
    detached: true,
    stdio: ['ignore', logFile.fd, logFile.fd],
  })
  let ended = false
  let failure: unknown
  child.once('exit', () => (ended = true))
  child.once('error', (error) => {
    failure = error
    ended = true
  })
  child.unref()
  await logFile.close()
  const isReady = async () => {
    const file = await readPidFile(cluster)
    return ended || signal.aborted || (file?.pid === child.pid && file?.ready === true)
  }
  const inTime = await waitUntil(isReady, startLimitMs)
  if (failure !== undefined) throw toStartError(failure, cluster.dataDir)
  if (!ended && (signal.aborted || !inTime)) {
    child.kill('SIGQUIT')
    if (!(await waitUntil(() => Promise.resolve(ended), 5_000))) child.kill('SIGKILL')
    await waitUntil(() => Promise.resolve(ended), 5_000)
    return undefined
  }
  return ended ? undefined : child.pid
}

/** pg_ctl takes an administrator's rights away, which Postgres demands. Written from its documentation, unproven here. */
async function launchOnWindows(cluster: Cluster): Promise<number | undefined> {
  const limit = String(startLimitMs / 1_000)
  const args = ['start', '-D', cluster.folder, '-l', cluster.logFile, '-w', '-t', limit]
  const child = spawn(cluster.binaries.pgCtl, args, { ...childOptions(undefined), stdio: 'ignore' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0 ? (await readPidFile(cluster))?.pid : undefined
}

/** Stops a server, adopted or our own: orderly, then at once, then by force, each for its limit in seconds. A dead one is no error. */
export async function stopServer(
  cluster: Cluster,
  server: Server,
  limits = { fast: 20, immediate: 5 },
): Promise<void> {
  const { binaries, folder, account } = cluster
  for (const [mode, seconds] of Object.entries(limits)) {
    if (!(await isAlive(server))) break
    const args = ['stop', '-D', folder, '-m', mode, '-w', '-t', String(seconds)]
    const result = await run(binaries.pgCtl, args, { account, limitMs: (seconds + 5) * 1_000 })
    if (await waitUntil(async () => !(await isAlive(server)), 1_000)) break
    cluster.log('database_stop_slow', { mode, output: result.output.slice(-500) })
  }
  if (await isAlive(server)) endProcess(server.pid)
  await waitUntil(async () => !(await isAlive(server)), 5_000)
  await clearRemains(cluster)
}

/** Backends of a dead postmaster keep its shared memory, and with it the folder, until they notice; a busy one may not. */
async function clearRemains(cluster: Cluster): Promise<boolean> {
  const name = clusterName(cluster.folder)
  const areGone = async () => (await childrenNamed(name)).length === 0
  if (await waitUntil(areGone, 2_000)) return true
  for (const pid of await childrenNamed(name)) {
    cluster.log('database_remains_ended', { pid })
    endProcess(pid)
  }
  return waitUntil(areGone, 2_000)
}

/**
 * In a container whose first process collects no orphans, a dead postmaster keeps its pid, and Postgres takes it for alive.
 * Only once no backend is left may its pid file go: the file is also how Postgres finds their shared memory.
 */
async function forgetZombie(cluster: Cluster): Promise<void> {
  const file = await readPidFile(cluster)
  if (!file || (await processStart(file.pid)) !== undefined || !hasPid(file.pid)) return
  await rm(join(cluster.folder, 'postmaster.pid'), { force: true })
  cluster.log('database_stale_pid_removed', { pid: file.pid })
}

function hasPid(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // gone; or another account's, which does not stop Postgres
  }
}

/** It may have ended between the look and the signal. */
function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  return address.port
}

const logLimit = 5 * 1024 * 1024
const tailLength = 4_096

async function rotateLog(path: string): Promise<void> {
  if ((await sizeOf(path)) > logLimit) await rename(path, `${path}.1`)
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0
    throw error
  }
}

async function tailOf(path: string, from: number): Promise<string> {
  const text = (await readFile(path)).subarray(from).toString()
  return text.slice(-tailLength)
}
