import pg from 'pg'
import { afterEach, beforeEach } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { runHeadless, stop, type HeadlessProgram } from '../support/program.ts'

/**
 * Asks a program as its administrator and answers the body of the reply: a GET without a body, a POST with one. Text is sent as CSV.
 */
export type Ask = (path: string, body?: string | object, headers?: object) => Promise<Record<string, unknown>>

/** What a test has that kills programs: a database, somebody else's connection to it, and the program, begun as often as is wanted. */
export interface Killable {
  readonly watcher: pg.Client
  start(): Promise<{ program: HeadlessProgram; ask: Ask }>
}

const account = { email: 'ada@store.example', password: 'correct horse 9' }

/** Gives each test of a file a database of its own, and ends what it leaves. To be called at the top of the file. */
export function killable(): Killable {
  let database: TestDatabase
  let watcher: pg.Client
  const programs: HeadlessProgram[] = []

  beforeEach(async () => {
    database = await createTestDatabase()
    watcher = new pg.Client({ connectionString: database.url })
    await watcher.connect()
  })

  afterEach(async () => {
    for (const program of programs.splice(0)) await stop(program, 'SIGKILL')
    await watcher.end()
    await database.drop()
  })

  return {
    get watcher() {
      return watcher
    },
    start: async () => {
      const program = runHeadless({
        DATABASE_URL: database.url,
        CUPONERA_ADMIN_EMAIL: account.email,
        CUPONERA_ADMIN_PASSWORD: account.password,
      })
      programs.push(program)
      return { program, ask: await administratorOf(await program.ready) }
    },
  }
}

async function administratorOf(url: string): Promise<Ask> {
  let token = ''
  const ask: Ask = async (path, body, headers = {}) => {
    const type = typeof body === 'string' ? 'text/csv' : 'application/json'
    const reply = await fetch(`${url}/api/v1${path}`, {
      headers: { 'content-type': type, authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined
        ? {}
        : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return (await reply.json()) as Record<string, unknown>
  }
  token = String((await ask('/auth/login', account))['access_token'])
  return ask
}
