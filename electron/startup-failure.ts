/** What to tell a person when the program could not start: what failed, where, and what to do next. */
import { ConfigError, type Config } from '../server/config.ts'
import type { StartupFailure, StartupProblem, StartupRemedy } from '../server/contracts/desktop.ts'
import { inEnglish, type Sentence } from '../server/contracts/sentences.ts'
import { databaseProblem } from '../server/start-problem.ts'
import { SettingsUnreadableError } from './settings.ts'

/** What the start was to use, as far as a person must know it. */
export type StartPlace = Pick<Config, 'dataDir' | 'host' | 'port' | 'databaseUrl'>

const secretUnreadable: Sentence = { says: 'secret_unreadable' }

/** The password kept for a shared server could not be decrypted: another account's, another computer's, or a new key ring. */
export class SecretUnreadableError extends Error {
  override readonly name = 'SecretUnreadableError'
  /** The server that it is for, such as `db.store.example:5432/shop`. */
  readonly where: string

  constructor(where: string, cause?: unknown) {
    super(inEnglish(secretUnreadable), { cause })
    this.where = where
  }
}

/** @param place null where the settings themselves could not be read. */
export function describeFailure(error: unknown, place: StartPlace | null): StartupFailure {
  const found =
    ownProblem(error, place) ?? (place === null ? unknownProblem(error) : databaseProblem(error, place))
  const { problem } = found
  return {
    ...found,
    remedies: place?.databaseUrl === null ? (ownData[problem] ?? remedies[problem]) : remedies[problem],
  }
}

type Problem = Omit<StartupFailure, 'remedies'>

/** What fails outside of the database: settings, the kept password, the port. */
function ownProblem(error: unknown, place: StartPlace | null): Problem | undefined {
  if (error instanceof ConfigError) return settingProblem(error)
  if (error instanceof SecretUnreadableError)
    return {
      problem: 'secret_unreadable',
      sentence: secretUnreadable,
      where: error.where,
      detail: error.cause === undefined ? '' : textOf(error.cause),
    }
  if (error instanceof SettingsUnreadableError)
    return {
      problem: 'settings_unreadable',
      sentence: { says: 'settings_unreadable' },
      where: error.file,
      detail: textOf(error.cause),
    }
  return place === null ? undefined : portProblem(error, place)
}

/** What a setting should be is said in English alone, by the program that reads it: the detail. */
function settingProblem({ message }: ConfigError): Problem {
  const setting = /^(CUPONERA_[A-Z_]+|DATABASE_URL)/.exec(message)?.[0]
  return {
    problem: 'setting',
    sentence: setting === undefined ? { says: 'start_failed' } : { says: 'setting_unusable', setting },
    where: setting ?? '',
    detail: message,
  }
}

function portProblem(error: unknown, { host, port }: StartPlace): Problem | undefined {
  if (!(error instanceof Error) || !('syscall' in error)) return undefined
  const at = { where: `${host.includes(':') ? `[${host}]` : host}:${port}`, detail: error.message }
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return { problem: 'port_taken', sentence: { says: 'port_taken', port }, ...at }
  if (code === 'EACCES' && error.syscall === 'listen')
    return { problem: 'port_taken', sentence: { says: 'port_reserved', port }, ...at }
  const isNoAddress = code === 'EADDRNOTAVAIL' || ('hostname' in error && error.hostname === host)
  return isNoAddress ? { problem: 'setting', sentence: { says: 'not_own_address', host }, ...at } : undefined
}

function unknownProblem(error: unknown): Problem {
  return {
    problem: 'failed',
    sentence: { says: 'start_failed' },
    where: '',
    detail: textOf(error),
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
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
