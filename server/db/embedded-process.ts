import { spawn } from 'node:child_process'
import type { SpawnOptions } from 'node:child_process'
import { readFile, readdir, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The unprivileged account the database runs under when the program itself is root. */
export interface Account {
  name: string
  uid: number
  gid: number
}

export interface RunResult {
  /** Exit code; null when it was ended by a signal or by the time limit. */
  code: number | null
  /** Standard output and error together, at most the last 256 kB. */
  output: string
}

const outputLimit = 262_144

/**
 * All that reaches a child: no PG* variable, no secret of ours, and English messages, to be able to read them. Windows adds
 * what it needs by itself.
 */
const childEnvironment: NodeJS.ProcessEnv = {
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform === 'win32'
    ? {}
    : { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }),
}

/** Spawn options for a process under `account`; its working directory is one that every account may enter. */
export function childOptions(account: Account | undefined): SpawnOptions {
  return {
    cwd: process.platform === 'win32' ? undefined : '/',
    env: childEnvironment,
    windowsHide: true,
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  }
}

/** Runs a command to its end. Rejects only when it cannot be started at all. */
export function run(
  command: string,
  args: string[],
  options: { account?: Account | undefined; limitMs: number; input?: string },
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...childOptions(options.account),
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      timeout: options.limitMs,
      killSignal: 'SIGKILL',
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-outputLimit)
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.stdin?.on('error', (error) => collect(Buffer.from(error.message)))
    child.stdin?.end(options.input)
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}

/**
 * When a process was started, as text that only one life of a pid can have; undefined when no such process lives.
 * A zombie counts as dead: in a container nobody may ever collect it.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return linuxStart(pid)
  if (process.platform === 'win32') {
    const script = `(Get-Process -Id ${pid} -ErrorAction Stop).StartTime.ToFileTimeUtc()`
    return firstLine(await run('powershell.exe', ['-NoProfile', '-Command', script], { limitMs: 15_000 }))
  }
  const line = firstLine(await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { limitMs: 5_000 }))
  return line === undefined || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '')
}

function firstLine(result: RunResult): string | undefined {
  const line = result.output.trim().split('\n')[0]?.trim()
  return result.code === 0 && line ? line : undefined
}

async function linuxStart(pid: number): Promise<string | undefined> {
  const stat = await readOrNothing(`/proc/${pid}/stat`)
  // the name in brackets may itself hold brackets and spaces: count from the last one
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, ticks] = [fields?.[0], fields?.[19]]
  if (!state || !ticks || state === 'Z' || state === 'X') return undefined
  const boot = (await readOrNothing('/proc/sys/kernel/random/boot_id'))?.trim() ?? ''
  return `${boot}/${ticks}`
}

async function readOrNothing(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return undefined // the process ended between two looks, or is not ours to see: both mean "not that one"
  }
}

async function linkOrNothing(path: string): Promise<string | undefined> {
  try {
    return await readlink(path)
  } catch {
    return undefined // as in readOrNothing
  }
}

/** Whether this living process is Postgres and, where the system can tell, works on this data folder. */
export async function isPostgresOf(pid: number, clusterDir: string): Promise<boolean> {
  if (process.platform === 'linux') {
    const executable =
      (await linkOrNothing(`/proc/${pid}/exe`)) ?? (await readOrNothing(`/proc/${pid}/comm`)) ?? ''
    if (basename(executable.trim().replace(/ \(deleted\)$/, '')) !== 'postgres') return false
    const workingDir = await linkOrNothing(`/proc/${pid}/cwd`)
    return workingDir === undefined || workingDir === clusterDir
  }
  const name =
    process.platform === 'win32'
      ? await run('powershell.exe', ['-NoProfile', '-Command', `(Get-Process -Id ${pid}).Path`], {
          limitMs: 15_000,
        })
      : await run('ps', ['-o', 'comm=', '-p', String(pid)], { limitMs: 5_000 })
  return /(^|[\\/])postgres(\.exe)?$/.test(firstLine(name) ?? '')
}

/**
 * Every living child of a postmaster that carries this `cluster_name`, by the title that Postgres gives it: readable without
 * rights over the process (a container's root has none over other accounts). Empty on Windows, which shows no titles.
 */
export async function childrenNamed(clusterName: string): Promise<number[]> {
  const title = `postgres: ${clusterName}: `
  if (process.platform === 'linux') {
    const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
    const titles = await Promise.all(pids.map((pid) => readOrNothing(`/proc/${pid}/cmdline`)))
    return pids.filter((_, at) => titles[at]?.startsWith(title)).map(Number)
  }
  if (process.platform === 'win32') return []
  const { output } = await run('ps', ['-axo', 'pid=,command='], { limitMs: 5_000 })
  const lines = output.split('\n').map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
  return lines.filter((line) => line?.[2]?.startsWith(title)).map((line) => Number(line?.[1]))
}

/** Looks every 25 ms until `condition` holds; false when `limitMs` is over first. */
export async function waitUntil(condition: () => Promise<boolean>, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs
  while (!(await condition())) {
    if (performance.now() > end) return false
    await sleep(25)
  }
  return true
}
