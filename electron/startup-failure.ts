/** What to tell a person when the program could not start: what failed, where, and what to do next. */
import { ConfigError, type Config } from '../server/config.ts'

/** One line that says what failed, and the rest. */
export interface FailureWords {
  message: string
  detail: string
}

/** @param config undefined where the settings themselves could not be read. */
export function describeFailure(
  error: unknown,
  config: Pick<Config, 'dataDir' | 'databaseUrl' | 'host' | 'port'> | undefined,
): FailureWords {
  const text = error instanceof Error ? error.message : String(error)
  if (!config || error instanceof ConfigError)
    return { message: 'A setting cannot be used.', detail: `${text}\n\nChange it and start Cuponera again.` }
  const code = codeOf(error)
  if (code === 'EADDRINUSE')
    return {
      message: `Port ${String(config.port)} is taken.`,
      detail: `Another program, perhaps another Cuponera, answers at ${config.host}:${String(config.port)}. Close it, or choose another port with CUPONERA_PORT.`,
    }
  if (config.databaseUrl !== null)
    return {
      message: 'Cuponera could not start on its database.',
      detail: `Where: ${placeOf(config.databaseUrl)}, from DATABASE_URL\nWhy: ${text}\n\nSee that the server runs and lets this computer in, then start Cuponera again. Nothing was changed.`,
    }
  return {
    message: 'Cuponera could not start its database.',
    detail: [text, detailsOf(error), `Data folder: ${config.dataDir}`]
      .filter((part) => part !== '')
      .join('\n\n'),
  }
}

// Host and name only: the address holds a password.
function placeOf(databaseUrl: string): string {
  const { hostname, port, pathname } = new URL(databaseUrl)
  return `${hostname}:${port === '' ? '5432' : port}${pathname}`
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function detailsOf(error: unknown): string {
  return error instanceof Error && 'details' in error && typeof error.details === 'string'
    ? error.details
    : ''
}
