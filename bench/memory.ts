/** How much memory a process takes while something goes on, as Linux tells it. */
import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

/** How far the resident memory of a process rose above where it was, at most, while `work` went on: MB, looked at every 20 ms. */
export async function peakDuring(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = await residentOf(pid)
  let most = before
  const ended = new AbortController()
  const watched = (async () => {
    while (!ended.signal.aborted) {
      most = Math.max(most, await residentOf(pid))
      await setTimeout(20)
    }
  })()
  try {
    await work()
  } finally {
    ended.abort()
    await watched
  }
  return most - before
}

async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8')
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
  if (Number.isNaN(kilobytes)) throw new Error(`Linux tells no memory of process ${String(pid)}`)
  return kilobytes / 1024
}
