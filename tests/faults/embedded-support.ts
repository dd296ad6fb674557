import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { chmod, cp, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { inject } from 'vitest'
import { chooseAccount, needsAccount } from '../../server/db/embedded-account.ts'
import { prepareBinaries } from '../../server/db/embedded-binaries.ts'
import { clusterName } from '../../server/db/embedded-cluster.ts'
import type { Cluster } from '../../server/db/embedded-cluster.ts'
import { loadPasswords } from '../../server/db/embedded-passwords.ts'
import { startEmbedded } from '../../server/db/embedded.ts'
import type { EmbeddedDatabase, EmbeddedOptions } from '../../server/db/embedded.ts'
import { childrenNamed, isPostgresOf, processStart, waitUntil } from '../../server/db/embedded-process.ts'

export type Log = EmbeddedOptions['log']

/** What the supervisor said, and a way to wait for it instead of for time. */
export interface Events {
  log: Log
  names: string[]
  lines: string[]
  /** Resolves at the next event of this name. */
  next(name: string): Promise<void>
}

export function recordEvents(): Events {
  const emitter = new EventEmitter()
  const names: string[] = []
  const lines: string[] = []
  return {
    names,
    lines,
    log: (event, fields) => {
      names.push(event)
      lines.push(JSON.stringify({ event, ...fields }))
      emitter.emit(event)
    },
    next: async (name) => void (await once(emitter, name)),
  }
}

export interface Program {
  child: ChildProcess
  /** Its next line; rejects when it ends without one. */
  nextLine(): Promise<Record<string, unknown>>
  /** Resolves with its exit code, null when it was killed. */
  ended: Promise<number | null>
}

/** Everything a test started, to be ended after it whatever happened. */
export function openStage() {
  const folders: string[] = []
  const databases: EmbeddedDatabase[] = []
  const programs: Program[] = []
  const others: ChildProcess[] = []
  return {
    async folder(): Promise<string> {
      const folder = await realpath(await mkdtemp(join(tmpdir(), 'cuponera-embedded-')))
      await chmod(folder, 0o755) // the database's own account must pass
      folders.push(folder)
      return folder
    },
    /** A data folder with a database that was made before and stopped: a copy of one, which is quicker than making it. */
    async madeFolder(): Promise<string> {
      const dataDir = join(await this.folder(), 'data')
      await cp((made ??= await makeOnce()), dataDir, { recursive: true })
      return dataDir
    },
    async start(dataDir: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedDatabase> {
      const database = await startEmbedded({ dataDir, log: () => {}, ...options })
      databases.push(database)
      return database
    },
    program(dataDir: string): Program {
      const program = runProgram(dataDir)
      programs.push(program)
      return program
    },
    bystander(): number {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
      others.push(child)
      return child.pid ?? 0
    },
    async clear(): Promise<void> {
      for (const database of databases.splice(0)) await database.stop()
      for (const { child, ended } of programs.splice(0)) {
        child.kill('SIGKILL')
        await ended
      }
      for (const child of others.splice(0)) child.kill('SIGKILL')
      for (const folder of folders.splice(0)) await sweep(folder)
    },
    /** After the last test of a file. */
    async close(): Promise<void> {
      await this.clear()
      if (made !== undefined) await rm(made, { recursive: true })
      made = undefined
    },
  }
}

let made: string | undefined

async function makeOnce(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cuponera-embedded-made-'))
  await (await startEmbedded({ dataDir, log: () => {} })).stop()
  return dataDir
}

/** A test may leave a server on purpose, or because it failed: it is ended, so that one failure does not become many. */
async function sweep(folder: string): Promise<void> {
  const cluster = join(folder, 'data', 'postgres')
  const left = Number(
    (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0],
  )
  if (left > 0 && (await isPostgresOf(left, cluster))) process.kill(left, 'SIGKILL')
  const areGone = async () => (await childrenNamed(clusterName(cluster))).length === 0 && !(await lives(left))
  await waitUntil(areGone, 10_000)
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

function runProgram(dataDir: string): Program {
  const child = spawn(process.execPath, [inject('embeddedProgram'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    child,
    ended,
    async nextLine() {
      const { value, done } = await lines.next()
      if (done) throw new Error('the program ended without a word')
      return JSON.parse(value) as Record<string, unknown>
    },
  }
}

/** Runs statements on one connection that is closed afterwards. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {}) // the faults end connections on purpose
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Makes a table with one row that must be there later. */
export async function remember(url: string, word: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('create table if not exists memory (word text not null)')
    await client.query('insert into memory values ($1)', [word])
  })
}

export async function recall(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const found = await client.query<{ word: string }>('select word from memory order by word')
    return found.rows.map((row) => row.word)
  })
}

export async function lives(pid: number): Promise<boolean> {
  return (await processStart(pid)) !== undefined
}

/** The superuser's URL of a running server, as only who may read the data folder can make it. */
export function superuserUrl(url: string, password: string): string {
  const parts = new URL(url)
  parts.username = 'postgres'
  parts.password = password.trim()
  parts.pathname = '/postgres'
  return parts.href
}

/** The supervisor's own view of a data folder, to call its parts on a server that no program looks after. */
export async function clusterOf(dataDir: string): Promise<Cluster> {
  const folder = join(dataDir, 'postgres')
  const account = needsAccount() ? await chooseAccount(folder) : undefined
  return {
    dataDir,
    folder,
    logFile: join(dataDir, 'postgres.log'),
    account,
    binaries: await prepareBinaries(dataDir, account),
    passwords: await loadPasswords(dataDir),
    extraSettings: {},
    log: () => {},
  }
}
