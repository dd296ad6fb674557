import { chmod, cp, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { RestoreOutcome } from './contracts/desktop.ts'
import { inEnglish, type Sentence } from './contracts/sentences.ts'
import { chooseAccount, giveTo, needsAccount, prepareDataDir } from './db/embedded-account.ts'
import { prepareBinaries } from './db/embedded-binaries.ts'
import { syncFolder } from './db/embedded-cluster.ts'
import { DatabaseStartError } from './db/embedded-error.ts'
import { applicationRole } from './db/embedded-guard.ts'
import { inUse, takeFolderLock } from './db/embedded-lock.ts'
import { run, type Account } from './db/embedded-process.ts'
import { findServer } from './db/embedded-server.ts'

/** A copy that cannot be put in place. */
class RestoreRefusal extends Error {
  readonly sentence: Sentence

  constructor(sentence: Sentence) {
    super(inEnglish(sentence))
    this.sentence = sentence
  }
}

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
    const sentences: Sentence[] = [{ says: 'restored', copy: source.folder }]
    if (aside !== undefined) sentences.push({ says: 'former_kept', aside })
    if (!source.wasClosed) sentences.push({ says: 'copied_at_work' })
    return { restored: true, sentences }
  } catch (error) {
    return { restored: false, sentences: [reasonOf(error, dataDir), { says: 'nothing_changed' }] }
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
  if (folder === target) throw new RestoreRefusal({ says: 'copy_is_present', copy: folder })
  const version = await readFile(join(folder, 'postgres', 'PG_VERSION'), 'utf8').catch(() => '')
  if (!/^\d+\s*$/.test(version)) throw new RestoreRefusal({ says: 'no_copy', copy: folder })
  const { major } = await prepareBinaries(target, undefined)
  const found = Number(version)
  if (found !== major)
    throw new RestoreRefusal({ says: 'copy_of_other_postgres', copy: folder, found, ours: major })
  return { folder, wasClosed: await wasClosed(join(folder, 'postgres', 'global', 'pg_control'), folder) }
}

const controlFile = { size: 8192, stateAt: 16 }
const closedStates = [1, 2]

async function wasClosed(path: string, folder: string): Promise<boolean> {
  const control = await readFile(path).catch(() => Buffer.alloc(0))
  if (control.length !== controlFile.size) throw new RestoreRefusal({ says: 'copy_cut', copy: folder })
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
      complaint === undefined
        ? { says: 'copy_not_opened_silently' }
        : { says: 'copy_not_opened', said: complaint },
    )
  const synchronised = await run(binaries.initdb, ['--sync-only', '-D', folder], options)
  if (synchronised.code !== 0)
    throw new RestoreRefusal({ says: 'copy_not_written', said: synchronised.output.trim() })
  await syncFolder(draft)
}

function reasonOf(error: unknown, dataDir: string): Sentence {
  if (error instanceof RestoreRefusal || error instanceof DatabaseStartError) return error.sentence
  const said = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return { says: 'no_room', folder: dataDir }
  return { says: 'copy_not_placed', said }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
