/** What to tell a person when the program could not start: what failed, where, and what to do next. */
import { ConfigError, type Config } from '../server/config.ts'
import type { StartupFailure, StartupProblem, StartupRemedy } from '../server/contracts/desktop.ts'
import { databaseProblem } from '../server/start-problem.ts'
import { SettingsUnreadableError } from './settings.ts'

/** What the start was to use, as far as a person must know it. */
export type StartPlace = Pick<Config, 'dataDir' | 'host' | 'port' | 'databaseUrl'>

/** The password kept for a shared server could not be decrypted: another account's, another computer's, or a new key ring. */
export class SecretUnreadableError extends Error {
  override readonly name = 'SecretUnreadableError'
  /** The server that it is for, such as `db.store.example:5432/shop`. */
  readonly where: string

  constructor(where: string, cause?: unknown) {
    super('The password kept for the database server cannot be decrypted.', { cause })
    this.where = where
  }
}

/** @param place null where the settings themselves could not be read. */
export function describeFailure(error: unknown, place: StartPlace | null): StartupFailure {
  const { problem, ...words } =
    ownProblem(error, place) ?? (place === null ? unknownProblem(error) : databaseProblem(error, place))
  return {
    problem,
    title: titles[problem],
    remedies: place?.databaseUrl === null ? (ownData[problem] ?? remedies[problem]) : remedies[problem],
    ...words,
  }
}

type Problem = Pick<StartupFailure, 'problem' | 'message' | 'where' | 'detail'> & { title?: string }

/** What fails outside of the database: settings, the kept password, the port. */
function ownProblem(error: unknown, place: StartPlace | null): Problem | undefined {
  if (error instanceof ConfigError)
    return {
      problem: 'setting',
      message: `${error.message} Change it, then start Cuponera again.`,
      where: /^(CUPONERA_[A-Z_]+|DATABASE_URL)/.exec(error.message)?.[0] ?? '',
      detail: '',
    }
  if (error instanceof SecretUnreadableError)
    return {
      problem: 'secret_unreadable',
      message: `${error.message} This happens after a move to another computer or account. Open the settings and enter it again.`,
      where: error.where,
      detail: error.cause === undefined ? '' : textOf(error.cause),
    }
  if (error instanceof SettingsUnreadableError)
    return {
      problem: 'settings_unreadable',
      message:
        'Nobody knows now where this store’s data is. Choose it in the settings; the file that cannot be read is kept beside the new one.',
      where: error.file,
      detail: textOf(error.cause),
    }
  return place === null ? undefined : portProblem(error, place)
}

function portProblem(error: unknown, { host, port }: StartPlace): Problem | undefined {
  if (!(error instanceof Error) || !('syscall' in error)) return undefined
  const at = { where: `${host.includes(':') ? `[${host}]` : host}:${port}`, detail: error.message }
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return {
      problem: 'port_taken',
      title: `Port ${port} is taken`,
      message:
        'Another program answers at this address, perhaps another Cuponera. Close it and try again, or choose another port in the settings.',
      ...at,
    }
  if (code === 'EACCES' && error.syscall === 'listen')
    return {
      problem: 'port_taken',
      title: `Port ${port} may not be used`,
      message:
        'The system keeps this port for itself or for its administrators. Choose another port in the settings, from 1024 up.',
      ...at,
    }
  const isNoAddress = code === 'EADDRNOTAVAIL' || ('hostname' in error && error.hostname === host)
  if (!isNoAddress) return undefined
  return {
    problem: 'setting',
    message: `CUPONERA_HOST ${host} is no address of this computer. Change it, then start Cuponera again.`,
    ...at,
  }
}

function unknownProblem(error: unknown): Problem {
  return {
    problem: 'failed',
    message: 'Try again; if it happens again, the details and the logs say more.',
    where: '',
    detail: textOf(error),
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

const titles: Record<StartupProblem, string> = {
  setting: 'A setting cannot be used',
  port_taken: 'The port is taken',
  settings_unreadable: 'The settings of this computer cannot be read',
  secret_unreadable: 'The kept password cannot be read',
  unreachable: 'The database server cannot be reached',
  wrong_password: 'The database server refused the log-in',
  no_such_database: 'The database is not there',
  too_old: 'The database server is too old',
  no_rights: 'The database account has too few rights',
  certificate: 'The connection to the database server is not secure',
  newer_schema: 'The data belongs to a newer Cuponera',
  not_postgres: 'What answers is not a Postgres server',
  too_many_connections: 'The database server has no connection left',
  binaries_missing: 'The database program is missing',
  in_use: 'Another Cuponera uses this data',
  not_writable: 'The data folder cannot be written to',
  newer_version: 'The data was made by a newer Postgres',
  older_version: 'The data was made by an older Postgres',
  damaged: 'The data is damaged',
  no_space: 'The disk is full',
  failed: 'Cuponera could not start',
}

const remedies: Record<StartupProblem, readonly StartupRemedy[]> = {
  setting: ['retry', 'logs'],
  port_taken: ['retry', 'settings'],
  settings_unreadable: ['settings', 'retry'],
  secret_unreadable: ['settings', 'retry'],
  unreachable: ['retry', 'settings'],
  wrong_password: ['settings', 'retry'],
  no_such_database: ['settings', 'retry'],
  too_old: ['settings', 'retry'],
  no_rights: ['retry', 'settings'],
  certificate: ['settings', 'retry'],
  newer_schema: ['settings', 'retry'],
  not_postgres: ['settings', 'retry'],
  too_many_connections: ['retry', 'settings'],
  binaries_missing: ['settings', 'logs'],
  in_use: ['retry', 'settings'],
  not_writable: ['retry', 'settings', 'logs'],
  newer_version: ['restore', 'settings', 'logs'],
  older_version: ['restore', 'settings', 'logs'],
  damaged: ['restore', 'logs', 'settings'],
  no_space: ['retry', 'settings', 'logs'],
  failed: ['retry', 'logs', 'settings'],
}

/** Where the data is this computer's own, an earlier copy of it may be put back. */
const ownData: Partial<Record<StartupProblem, readonly StartupRemedy[]>> = {
  newer_schema: ['restore', 'settings', 'logs'],
}
