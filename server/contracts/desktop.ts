import { z } from 'zod'
import { line } from './fields.ts'
import type { Sentence } from './sentences.ts'

/**
 * What the console and the desktop shell say to each other: the shell answers, `window.cuponera` asks. A browser has none of it.
 * What a page sends is read by these schemas before anything is done with it.
 */

/** A line that a Postgres address can hold: zero bytes and line breaks are no part of any name. */
const name = line(255)

/** How far the server proves who it is. `require` encrypts only; `verify` checks its certificate and its name. */
export const tlsModes = ['off', 'require', 'verify'] as const

const thisComputer = z.strictObject({ kind: z.literal('this_computer') })

const postgresServer = z.strictObject({
  kind: z.literal('server'),
  host: name,
  port: z.int().min(1).max(65_535),
  database: name,
  user: name,
  tls: z.enum(tlsModes),
  /** A file in PEM whose certificates are trusted besides the system's; null trusts the system's alone. Only for `verify`. */
  ca_file: z.string().min(1).max(4096).nullable(),
})

/** Where the store's data is. The password is never part of what a page can read. */
export const connectionPlace = z.discriminatedUnion('kind', [thisComputer, postgresServer])

/** A connection as a person enters it; `password: null` keeps the one that is kept. */
export const connectionInput = z.discriminatedUnion('kind', [
  thisComputer,
  postgresServer.extend({ password: z.string().max(1024).nullable() }),
])

export type ConnectionPlace = z.output<typeof connectionPlace>
export type ConnectionInput = z.output<typeof connectionInput>
export type PostgresServer = Extract<ConnectionInput, { kind: 'server' }>

/** What the menu and the system's dialogs can speak. */
export const desktopLanguage = z.enum(['en', 'es'])
export type DesktopLanguage = z.output<typeof desktopLanguage>

/** The port that the console and the API of this computer answer at; null is the usual one, 4780. */
export const portInput = z.int().min(1024).max(65_535).nullable()

export interface DesktopSettings {
  connection: ConnectionPlace
  /** A password is kept for the server named above. */
  has_password: boolean
  port: number | null
  start_at_login: boolean
  /** This system can start programs at login for a person (Windows and macOS can; most Linux desktops cannot be asked). */
  can_start_at_login: boolean
  /** The system keeps secrets encrypted; without it no password of a shared server is kept. */
  keeps_secrets: boolean
  /** Where the data of this computer's own store lies. */
  data_dir: string
  /** `DATABASE_URL` or `CUPONERA_PORT` is set where the program was started, and goes before what is set here. */
  fixed_by_environment: { connection: boolean; port: boolean }
}

/** Why a Postgres server cannot be used. */
export const connectionProblems = [
  'unreachable',
  'wrong_password',
  'no_such_database',
  'too_old',
  'no_rights',
  'certificate',
  'newer_schema',
  'not_postgres',
  'too_many_connections',
  'failed',
] as const

export type ConnectionProblem = (typeof connectionProblems)[number]

/** A connection that does not work: why and what to do about it; `detail` is what the server or the system said. */
export interface FailedCheck {
  ok: false
  problem: ConnectionProblem
  sentence: Sentence
  detail: string
}

/** What a look at a connection found. */
export type ConnectionCheck = { ok: true; /** Such as “PostgreSQL 16.4”. */ server: string } | FailedCheck

/** Why the program did not start. */
export type StartupProblem =
  | ConnectionProblem
  | 'setting'
  | 'port_taken'
  | 'settings_unreadable'
  | 'secret_unreadable'
  | 'binaries_missing'
  | 'in_use'
  | 'not_writable'
  | 'newer_version'
  | 'older_version'
  | 'damaged'
  | 'no_space'

/** What a person can do about it, the likeliest first. */
export type StartupRemedy = 'retry' | 'settings' | 'restore' | 'logs'

/** A start that failed: what, where, why, and what to do next. */
export interface StartupFailure {
  problem: StartupProblem
  /** What it means and what to do. */
  sentence: Sentence
  /** The place: a folder, an address with its port, a server with its database. Never a password. */
  where: string
  /** What the system or Postgres said; may be empty. */
  detail: string
  remedies: readonly StartupRemedy[]
}

/** What became of a change of settings: `saved` restarted the server on it and the window goes there; else nothing changed. */
export type SettingsChange =
  { outcome: 'saved' } | { outcome: 'refused'; check: FailedCheck } | { outcome: 'no_key_ring' }

/** What became of a copy of the data: why it was refused, or what it replaced, one sentence after the other. */
export interface RestoreOutcome {
  restored: boolean
  sentences: readonly Sentence[]
}

/** A file for the person to keep. `text` is written as UTF-8. */
export const fileToSave = z.strictObject({
  name: line(200),
  text: z.string().max(256 * 1024 * 1024),
})

export const notice = z.strictObject({ title: line(120), body: z.string().max(500) })

/** A CSV that the person chose. */
export interface ChosenFile {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

export interface DesktopVersions {
  cuponera: string
  electron: string
  chromium: string
  node: string
}

/** `window.cuponera`. Every call is answered by the main process, only to the console's own top frame. */
export interface DesktopBridge {
  /** Has the menu and the system's dialogs speak the language of the console. */
  speak(language: DesktopLanguage): Promise<void>
  versions(): Promise<DesktopVersions>
  /** Why the server does not run; null while it does. */
  startupFailure(): Promise<StartupFailure | null>
  /** Starts again with the settings as they are; null is success, and the window goes to the console. */
  retryStart(): Promise<StartupFailure | null>
  /** Asks for a folder or a file and puts it in the place of this computer's data, then starts again. Null when the person chose none. */
  restoreData(): Promise<RestoreOutcome | null>
  openLogs(): Promise<void>
  settings(): Promise<DesktopSettings>
  testConnection(input: ConnectionInput): Promise<ConnectionCheck>
  /** Tests, keeps and restarts the server; a connection that does not work changes nothing. */
  changeConnection(input: ConnectionInput): Promise<SettingsChange>
  changePort(port: number | null): Promise<SettingsChange>
  setStartAtLogin(on: boolean): Promise<void>
  /** The system's dialog for a certificate file; null when the person chose none. */
  chooseCaFile(): Promise<string | null>
  /** The system's dialog for a CSV; null when the person chose none. */
  chooseCsv(): Promise<ChosenFile | null>
  /** The system's dialog for where to save; false when the person chose none. */
  saveFile(file: z.input<typeof fileToSave>): Promise<boolean>
  notify(words: z.input<typeof notice>): Promise<void>
  /** Ends the program in order and starts it again. */
  restart(): Promise<void>
  /** Calls back when the computer wakes from sleep; answers how to stop listening. */
  onResume(listener: () => void): () => void
}
