import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseStartError } from './embedded-error.ts'
import { processStart } from './embedded-process.ts'

/** The right of one program to one data folder. */
export interface FolderLock {
  /** Removes the lock file, if it is still ours. */
  release(): Promise<void>
}

interface Holder {
  pid: number
  started: string
  /** Tells two lives of the file apart. */
  nonce: string
}

/**
 * Takes the data folder for this process, before anything in it is touched. The file is linked into place whole, so nobody
 * ever reads half of it. A file whose process is dead (or whose pid now belongs to another) is taken over; of several
 * programs that try so at once, one wins. Throws `in_use`.
 */
export async function takeFolderLock(dataDir: string): Promise<FolderLock> {
  const path = join(dataDir, 'lock')
  const started = await processStart(process.pid)
  const mine: Holder = { pid: process.pid, started: started ?? '', nonce: randomUUID() }
  const draft = join(dataDir, `lock.${mine.nonce}`)
  await writeFile(draft, JSON.stringify(mine), { flag: 'wx', mode: 0o600 })
  try {
    while (!(await create(draft, path))) {
      const holder = await read(path)
      if (!holder) continue
      if (await isAlive(holder)) throw inUse(dataDir, holder.pid)
      if (await takeOver(draft, path, holder)) break
    }
  } finally {
    await rm(draft, { force: true })
  }
  return {
    async release() {
      if ((await read(path))?.nonce === mine.nonce) await rm(path, { force: true })
    },
  }
}

/** The refusal that both lines of defence share: the lock file and the lock inside the database. */
export function inUse(folder: string, pid?: number): DatabaseStartError {
  return new DatabaseStartError(
    'in_use',
    pid === undefined ? { says: 'in_use', folder } : { says: 'in_use_by', pid, folder },
  )
}

/**
 * Replaces the file of a dead holder. Whoever links the claim may, and only while the file is still the dead holder's: that
 * closes the gap between "it is stale" and "it is mine". False: look again.
 */
async function takeOver(draft: string, path: string, dead: Holder): Promise<boolean> {
  const claim = `${path}.takeover`
  if (!(await create(draft, claim))) {
    const claimant = await read(claim)
    if (claimant && !(await isAlive(claimant))) await rm(claim, { force: true })
    return false
  }
  try {
    if ((await read(path))?.nonce !== dead.nonce) return false
    await rename(draft, path)
    return true
  } finally {
    await rm(claim, { force: true })
  }
}

async function create(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** A file that no program of ours wrote whole: nobody holds it. */
const nobody: Holder = { pid: 0, started: '', nonce: '' }

/** Undefined when the file is gone. */
async function read(path: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (typeof value !== 'object' || value === null) return nobody
    const { pid, started, nonce } = value as Partial<Holder>
    return typeof pid === 'number' && typeof started === 'string' && typeof nonce === 'string'
      ? { pid, started, nonce }
      : nobody
  } catch (error) {
    if (error instanceof SyntaxError) return nobody
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  return (await processStart(holder.pid)) === holder.started
}
