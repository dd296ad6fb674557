/** Debian's PostgreSQL 15: the oldest kind of server that a store may have configured, and somebody else's build. */
import { existsSync } from 'node:fs'
import { copyDatabase, createTemplate, type TestDatabase } from './database.ts'
import { startPostgres, type TestPostgres } from './postgres-server.ts'

const binDir = '/usr/lib/postgresql/15/bin'

export interface DebianPostgres extends TestPostgres {
  /** A fresh database at the newest schema, owned by the ordinary role. */
  createDatabase(): Promise<TestDatabase>
}

/** True where Debian's PostgreSQL 15 is installed: for `test.skipIf`, which wants it before anything has started. */
export const hasDebianPostgres = existsSync(`${binDir}/postgres`)

/**
 * Starts a server of its own, for one test file; undefined where the machine has none. Takes about a second.
 *
 * @param settings Postgres settings on top of those for all tests.
 */
export async function startDebianPostgres(
  settings: Record<string, string> = {},
): Promise<DebianPostgres | undefined> {
  if (!hasDebianPostgres) return undefined
  const server = await startPostgres({ binDir, locale: ['--locale=C.UTF-8'], settings })
  let template: Promise<string> | undefined
  return {
    ...server,
    async createDatabase() {
      template ??= createTemplate(server.ownerUrl)
      return copyDatabase(server.ownerUrl, await template)
    },
  }
}
