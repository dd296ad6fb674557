/** The headless program as a process of its own, as a store runs it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

export interface HeadlessProgram {
  child: ChildProcess
  /** The address it gave when it was ready; rejects with what it said when it ended before. */
  ready: Promise<string>
  stdout(): string
  stderr(): string
  /** Its exit code, once it has ended and said everything. */
  ended: Promise<number | null>
}

/** What `npm start` runs; the set-up of the run has built it. */
const headless = join(root, 'out', 'main', 'headless.js')

/** Starts it on a free port, with nothing of this process's own settings. */
export function runHeadless(env: Record<string, string>, args: string[] = []): HeadlessProgram {
  const child = spawn(process.execPath, [headless, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', CUPONERA_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      const url = /^ready (\S+)\n/m.exec(stdout)?.[1]
      if (url !== undefined) resolve(url)
    })
    void ended.then((code) => {
      reject(new Error(`the program ended with ${String(code)}: ${stderr}`))
    })
  })
  // Who expects the end does not wait for `ready`.
  ready.catch(() => undefined)
  return { child, ready, stdout: () => stdout, stderr: () => stderr, ended }
}

/** Tells the program to stop and gives its exit code. */
export async function stop(program: HeadlessProgram, signal: NodeJS.Signals = 'SIGTERM') {
  program.child.kill(signal)
  return program.ended
}
