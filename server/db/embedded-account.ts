import { chmod, lchown, mkdir, readdir, realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseStartError } from './embedded-error.ts'
import { run } from './embedded-process.ts'
import type { Account } from './embedded-process.ts'

/** Postgres refuses to run as root; only then is another account needed. On Windows pg_ctl drops the rights (unproven). */
export function needsAccount(): boolean {
  return process.getuid?.() === 0
}

/**
 * The account to run the database under: the owner of an existing `clusterDir`, so that its files stay readable whatever is
 * installed later; else `postgres`; else `cuponera`, made on the spot where the system can; else `nobody`.
 */
export async function chooseAccount(clusterDir: string): Promise<Account> {
  const owner = await ownerOf(clusterDir)
  if (owner) return owner
  const account =
    (await findAccount('postgres')) ??
    (await findAccount('cuponera')) ??
    (await makeAccount('cuponera')) ??
    (await findAccount('nobody'))
  if (account) return account
  throw new DatabaseStartError('failed', { says: 'no_account' })
}

async function ownerOf(folder: string): Promise<Account | undefined> {
  try {
    const { uid, gid } = await stat(folder)
    return uid === 0 ? undefined : { name: `uid ${uid}`, uid, gid }
  } catch {
    return undefined // not there yet, or not to be looked at: whoever writes in it next says so
  }
}

async function findAccount(name: string): Promise<Account | undefined> {
  const uid = await idOf('-u', name)
  const gid = await idOf('-g', name)
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { name, uid, gid }
}

async function idOf(which: '-u' | '-g', name: string): Promise<number | undefined> {
  const result = await tryRun('id', [which, name])
  return result !== undefined && /^\d+$/.test(result.trim()) ? Number(result) : undefined
}

/** Makes a system account that nobody can log in to: shadow's `useradd`, or BusyBox's `adduser` as in Alpine. */
async function makeAccount(name: string): Promise<Account | undefined> {
  const shadow = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/bin/false',
  ]
  const made =
    (await tryRun('useradd', [...shadow, name])) ??
    (await tryRun('adduser', ['-S', '-D', '-H', '-s', '/bin/false', name]))
  return made === undefined ? undefined : findAccount(name)
}

/** The output of a command that went well; undefined when it is not there or refused. */
async function tryRun(command: string, args: string[]): Promise<string | undefined> {
  try {
    const result = await run(command, args, { limitMs: 15_000 })
    return result.code === 0 ? result.output : undefined
  } catch {
    return undefined // no such command on this system
  }
}

/** The outermost folder on the way to `path` (itself included) that `account` may not enter; access lists are not read. */
export async function closedFolder(path: string, account: Account): Promise<string | undefined> {
  const parent = dirname(path)
  const outer = parent === path ? undefined : await closedFolder(parent, account)
  if (outer !== undefined) return outer
  const { uid, gid, mode } = await stat(path)
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  return (mode & bit) === 0 ? path : undefined
}

/**
 * Makes the data folder and returns its real path. Folders made here are opened to `account`, and the data folder itself is
 * (by its group, entering only); any other closed folder on the way is the owner's decision and refused as `not_writable`.
 */
export async function prepareDataDir(wanted: string, account: Account | undefined): Promise<string> {
  const first = await mkdir(wanted, { recursive: true, mode: account ? 0o711 : 0o700 })
  const dataDir = await realpath(wanted)
  if (!account) return dataDir
  if (first !== undefined) await openFolders(await realpath(first), dataDir)
  let closed = await closedFolder(dataDir, account)
  if (closed === dataDir && dataDir !== homedir()) {
    const { uid, mode } = await stat(dataDir)
    await lchown(dataDir, uid, account.gid)
    await chmod(dataDir, (mode & 0o7777) | 0o010)
    closed = await closedFolder(dataDir, account)
  }
  if (closed === undefined) return dataDir
  throw new DatabaseStartError('not_writable', {
    says: 'folder_closed',
    account: account.name,
    closed,
    folder: dataDir,
  })
}

/** A strict umask may have closed what `mkdir` made, from `first` down to `last`. */
async function openFolders(first: string, last: string): Promise<void> {
  for (let folder = last; folder.length >= first.length; folder = dirname(folder)) await chmod(folder, 0o711)
}

/** Hands a folder and everything in it to `account`, never through a symbolic link. */
export async function giveTo(folder: string, account: Account): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await giveTo(path, account)
    else await lchown(path, account.uid, account.gid)
  }
  await lchown(folder, account.uid, account.gid)
}
