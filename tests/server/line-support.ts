/** Long jobs that are asked for while two others run, and wait for their turn. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Database } from '../../server/db/connect.ts'
import { gate } from '../support/gate.ts'
import { expectInvariants } from '../support/invariants.ts'
import { startTestServer, type Reply, type TestServer } from '../support/server.ts'
import { makeBook, uploadCsv, type UploadOptions } from './imports-support.ts'

interface Places {
  leave(): Promise<unknown>
}

/** A store whose places for long jobs are taken as each test begins; only a file that calls {@link standInLine} has it. */
export const line = {} as {
  server: TestServer
  /** Another program on the same database. */
  other: TestServer
  bookId: number
  places: Places
}

const undo: (() => Promise<unknown>)[] = []

/** To be done when the test is over, however it ended. */
export function afterwards(step: () => Promise<unknown>): void {
  undo.push(step)
}

/** Opens the store for a file of tests. */
export function standInLine(): void {
  beforeAll(async () => {
    line.server = await startTestServer()
    line.other = await startTestServer({}, line.server.database)
  })

  beforeEach(async () => {
    line.bookId = await makeBook(line.server)
    line.places = take(line.server.app.db, 2)
  })

  afterEach(async () => {
    await line.places.leave()
    for (const step of undo.splice(0)) await step()
  })

  afterAll(async () => {
    await expectInvariants(line.server.app.db)
    await line.other.close()
    await line.server.close()
  })
}

/** Takes so many places of long jobs, or in their line. */
export function take(db: Database, count: number): Places {
  const { opened, open } = gate()
  const held = Array.from({ length: count }, () => db.admission.job.run(() => opened))
  return {
    leave: () => {
      open()
      return Promise.all(held)
    },
  }
}

export const later = (headers: Record<string, string> = {}): UploadOptions => ({
  headers: { prefer: 'respond-async', ...headers },
})

export const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Reply> =>
  line.server.request('POST', path, {
    as: line.server.admin,
    body,
    headers: { prefer: 'respond-async', ...headers },
  })

export const job = async (id: number, at = line.server): Promise<Reply['body']> =>
  (await at.request('GET', `/jobs/${String(id)}`, { as: line.server.admin })).body

/** Waits until the job is in this state. */
export async function over(id: number, state: string, at = line.server): Promise<void> {
  await expect.poll(async () => (await job(id, at)).state as string, { timeout: 10_000 }).toBe(state)
}

export const jobs = (): Promise<{ id: number; state: string }[]> =>
  line.server.sql('select id, state from jobs where book_id = $1', [line.bookId])

/** An import of this code that waits for its turn; its id. */
export async function waiting(code: string, headers: Record<string, string> = {}): Promise<number> {
  const { status, body } = await uploadCsv(line.server, line.bookId, code, later(headers))
  expect([status, body.state]).toEqual([202, 'queued'])
  return body.id as number
}
