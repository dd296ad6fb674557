import type { Database } from '../db/connect.ts'
import { DomainError, type Details } from '../errors.ts'
import type { JobControl } from './job-control.ts'

/** The long work of one program, all of it stopped when the program stops. */
export class RunningJobs {
  readonly #controls = new Map<Promise<unknown>, JobControl>()
  #arriving = 0
  #closing = false

  /** The ids of the jobs at work here. */
  get ids(): number[] {
    return [...this.#controls.values()].flatMap((control) => control.jobId ?? [])
  }

  /** The jobs at work here, and what is still on its way to become one. */
  get count(): number {
    return this.#controls.size + this.#arriving
  }

  /** Those of them that have a row and wait for their turn. */
  get waiting(): JobControl[] {
    return [...this.#controls.values()].filter(({ isWaiting }) => isWaiting)
  }

  /** Counts what arrives for a job, until it is here whole. */
  async arrive<T>(receive: () => Promise<T>): Promise<T> {
    this.#arriving += 1
    try {
      return await receive()
    } finally {
      this.#arriving -= 1
    }
  }

  /** @throws DomainError `busy` when the program is stopping. */
  async run<T>(control: JobControl, work: () => Promise<T>): Promise<T> {
    if (this.#closing) throw stopping()
    const running = work()
    this.#controls.set(running, control)
    try {
      return await running
    } finally {
      this.#controls.delete(running)
    }
  }

  /** Ends everything; each job is undone as a whole. Returns when the last has let go of its connection. */
  async stop(): Promise<void> {
    this.#closing = true
    for (const control of this.#controls.values()) control.stop('stopping')
    await Promise.allSettled(this.#controls.keys())
  }
}

/** The refusal of long work while the program stops. */
export function stopping(details?: Details): DomainError {
  return new DomainError('busy', 'The program is stopping. Nothing was kept: try again in a moment.', {
    retryAfter: 5,
    ...(details && { details }),
  })
}

const running = new WeakMap<Database, RunningJobs>()

/** The long work on this database, of this program. */
export function runningJobs(db: Database): RunningJobs {
  const known = running.get(db)
  if (known) return known
  const made = new RunningJobs()
  running.set(db, made)
  return made
}
