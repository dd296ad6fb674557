import type { Config } from './config.ts'
import type { StartupFailure } from './contracts/desktop.ts'
import { type ConnectionFailure, serverOf, toConnectionFailure } from './db/connection-problem.ts'
import { toStartError } from './db/embedded-error.ts'
import { MigrationError } from './db/migrate.ts'

type DatabaseProblem = Pick<StartupFailure, 'problem' | 'sentence' | 'where' | 'detail'>

/**
 * What became of the database when `startServer` threw: of the configured one by what its server said, of the embedded one by what
 * became of its folder. `where` is the server with its database, or the folder.
 */
export function databaseProblem(
  error: unknown,
  { dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>,
): DatabaseProblem {
  if (databaseUrl !== null) {
    const { at, database } = serverOf(databaseUrl)
    return { ...factsOf(toConnectionFailure(error, databaseUrl)), where: `${at}/${database}` }
  }
  if (error instanceof MigrationError) return { ...factsOf(error), where: dataDir }
  const { code, sentence, details } = toStartError(error, dataDir)
  return { problem: code, sentence, where: dataDir, detail: details }
}

function factsOf({ problem, sentence, detail }: ConnectionFailure): Omit<DatabaseProblem, 'where'> {
  return { problem, sentence, detail }
}
