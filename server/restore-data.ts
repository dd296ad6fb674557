import { chmod, cp, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { chooseAccount, giveTo, needsAccount, prepareDataDir } from './db/embedded-account.ts'
import { prepareBinaries } from './db/embedded-binaries.ts'
import { syncFolder } from './db/embedded-cluster.ts'
import { DatabaseStartError } from './db/embedded-error.ts'
import { applicationRole } from './db/embedded-guard.ts'
import { inUse, takeFolderLock } from './db/embedded-lock.ts'
import { run, type Account } from './db/embedded-process.ts'
import { findServer } from './db/embedded-server.ts'

/** What became of it; `message` is for a person. */
export interface RestoreOutcome {
  restored: boolean
  message: string
}

/** A refusal whose message is for a person. */
class RestoreRefusal extends Error {}

/**
 * Puts an earlier copy of the data folder in the place of the present one, which is kept beside it as `…-before-restore-<time>`. The
 * copy itself is only read: a draft is made of it, opened by Postgres once, and renamed into place. Where anything fails, the present
 * data stays as it is and the draft goes. No program may be using the data folder; it need not be there.
 */
export async function restoreData(copy: string, dataDir: string): Promise<RestoreOutcome> {
  try {
    const target = await realpath(dataDir).catch(() => resolve(dataDir))
    const source = await readCopy(copy, target)
    const aside = await withFolder(target, () => replace(source.folder, target))
    const kept = aside === undefined ? '' : ` What was there before is kept in ${aside}.`
    const doubt = source.wasClosed
      ? ''
      : ' The copy was made while Cuponera was running or after a crash: look whether its last hours are whole.'
    return { restored: true, message: `The data of ${source.folder} is in place.${kept}${doubt}` }
  } catch (error) {
    return { restored: false, message: `${reasonOf(error, dataDir)} Nothing was changed.` }
  }
}

interface Copy {
  folder: string
  /** Postgres had ended in order when it was copied. */
  wasClosed: boolean
}

/** Refuses, before gigabytes are copied, what cannot become this program's data. */
async function readCopy(copy: string, target: string): Promise<Copy> {
  const folder = await realpath(copy)
  if (folder === target) throw new RestoreRefusal(`${folder} is the present data folder, not a copy of it.`)
  const version = await readFile(join(folder, 'postgres', 'PG_VERSION'), 'utf8').catch(() => '')
  if (!/^\d+\s*$/.test(version))
    throw new RestoreRefusal(
      `${folder} is no copy of a data folder: that is a folder with “postgres” and in it PG_VERSION.`,
    )
  const { major } = await prepareBinaries(target, undefined)
  if (Number(version) !== major)
    throw new RestoreRefusal(
      `The copy in ${folder} was made by Postgres ${Number(version)}, and this Cuponera has Postgres ${major}. Restore it with the Cuponera that made it.`,
    )
  return { folder, wasClosed: await wasClosed(join(folder, 'postgres', 'global', 'pg_control'), folder) }
}

const controlFile = { size: 8192, stateAt: 16 }
const closedStates = [1, 2]

async function wasClosed(path: string, folder: string): Promise<boolean> {
  const control = await readFile(path).catch(() => Buffer.alloc(0))
  if (control.length !== controlFile.size)
    throw new RestoreRefusal(
      `The copy in ${folder} is not whole: its file postgres/global/pg_control is missing or cut.`,
    )
  return closedStates.includes(control.readInt32LE(controlFile.stateAt))
}

/** Holds the present data folder, if there is one, against every program that would start on it. */
async function withFolder<T>(target: string, work: () => Promise<T>): Promise<T> {
  if (!(await exists(target))) return work()
  const lock = await takeFolderLock(target)
  try {
    const server = await findServer({ folder: join(target, 'postgres'), log: () => undefined })
    if (server) throw inUse(target)
    return await work()
  } finally {
    await lock.release()
  }
}

/** Where the present data is kept now; undefined when there was none. */
async function replace(source: string, target: string): Promise<string | undefined> {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const draft = `${target}-restore-${time}`
  const aside = `${target}-before-restore-${time}`
  try {
    await makeDraft(source, draft, join(target, 'postgres'))
    if (!(await exists(target))) {
      await rename(draft, target)
      return undefined
    }
    await swap(draft, target, aside)
  } catch (error) {
    await rm(draft, { recursive: true, force: true, maxRetries: 5 })
    throw error
  }
  await rm(join(aside, 'lock'), { force: true })
  return aside
}

async function swap(draft: string, target: string, aside: string): Promise<void> {
  await rename(target, aside)
  try {
    await rename(draft, target)
  } catch (error) {
    await rename(aside, target)
    throw error
  }
}

// The log, the lock and copied programs belong to the place where they were made; so does the pid file.
const kept = ['postgres', 'postgres-password', 'postgres-app-password']
const dropped = new Set(['postmaster.pid', 'postmaster.opts'])

async function makeDraft(source: string, draft: string, presentCluster: string): Promise<void> {
  const account = needsAccount() ? await chooseAccount(presentCluster) : undefined
  await prepareDataDir(draft, account)
  for (const name of (await readdir(source)).filter((entry) => kept.includes(entry))) {
    const from = await realpath(join(source, name))
    const isWanted = (path: string): boolean => !dropped.has(path.slice(from.length + 1))
    await cp(from, join(draft, name), { recursive: true, verbatimSymlinks: true, filter: isWanted })
    await closeToOthers(join(draft, name))
  }
  if (account) await giveTo(join(draft, 'postgres'), account)
  await openOnce(draft, account)
}

/** A copy on another disk may have lost or widened its permissions; Postgres refuses a folder that others can read. */
async function closeToOthers(path: string): Promise<void> {
  if ((await stat(path)).isFile()) {
    await chmod(path, 0o600)
    return
  }
  await chmod(path, 0o700)
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600)
  }
}

/** Wide limit: replaying a full log and synchronising gigabytes take their time. */
const openLimitMs = 600_000

/** Opens the store in the draft and closes it, without any network, then has it written to the disk. */
async function openOnce(draft: string, account: Account | undefined): Promise<void> {
  const folder = join(draft, 'postgres')
  const binaries = await prepareBinaries(draft, account)
  const options = { account, limitMs: openLimitMs }
  const opened = await run(binaries.postgres, ['--single', '-D', folder, applicationRole], {
    ...options,
    input: '',
  })
  const complaint = /(FATAL|PANIC|ERROR): .*/.exec(opened.output)?.[0]
  if (opened.code !== 0 || complaint !== undefined)
    throw new RestoreRefusal(
      `Postgres cannot open the copy: it is damaged, not whole, or holds no store of Cuponera (${complaint ?? 'it ended without a word'}).`,
    )
  const synchronised = await run(binaries.initdb, ['--sync-only', '-D', folder], options)
  if (synchronised.code !== 0)
    throw new RestoreRefusal(`The copy could not be written to the disk: ${synchronised.output.trim()}`)
  await syncFolder(draft)
}

function reasonOf(error: unknown, dataDir: string): string {
  if (error instanceof RestoreRefusal || error instanceof DatabaseStartError) return error.message
  const text = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `The disk that holds ${dataDir} has no room for the copy beside the present data.`
  return `The copy could not be put in place: ${text}.`
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
