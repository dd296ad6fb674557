/**
 * What the console and the desktop shell say to each other besides HTTP: the connection to the database, how the start went,
 * and the few things that a page cannot do. The shell parses what a page sends with these schemas.
 */
import { z } from 'zod'

/**
 * How a connection to a Postgres server is protected: `off` in the clear, `encrypted` without asking who answers, `verified`
 * against the CA file or, without one, the certificate authorities that Node knows.
 */
export const tlsMode = z.enum(['off', 'encrypted', 'verified'])

const text = (max: number) => z.string().trim().min(1).max(max)

/** A Postgres server that many stores may share. Without `password` the one that is kept for the same place is used. */
export const serverConnection = z.strictObject({
  kind: z.literal('server'),
  host: text(253),
  port: z.int().min(1).max(65_535),
  database: text(63),
  user: text(63),
  password: z.string().min(1).max(1_000).optional(),
  tls: tlsMode,
  /** Path of a PEM file with the authorities to trust; null trusts those that Node knows. */
  ca_file: z.string().min(1).max(4_096).nullable(),
})

/** Where the store's data is: in the embedded database of this computer, or on a Postgres server. */
export const connectionSettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('this_computer') }),
  serverConnection,
])

export type TlsMode = z.output<typeof tlsMode>
export type ServerConnection = z.output<typeof serverConnection>
export type ConnectionSettings = z.output<typeof connectionSettings>

/** What is wrong with a connection, in the order in which it is found out. */
export type ConnectionProblem =
  | 'unknown_host'
  | 'unreachable'
  | 'not_postgres'
  | 'tls_refused'
  | 'tls_required'
  | 'certificate'
  | 'ca_file'
  | 'wrong_password'
  | 'no_such_database'
  | 'not_allowed'
  | 'too_old'
  | 'no_rights'
  | 'newer_schema'
  | 'password_unprotected'
  | 'failed'

/** The answer to *Test connection*: good with the server's version, or what is wrong and what to do, for a person. */
export type ConnectionCheck =
  | { ok: true; server_version: string; schema: 'ready' | 'to_be_made' | 'to_be_updated' }
  | { ok: false; problem: ConnectionProblem; message: string; advice: string }

/** The connection as a page may see it: whether a password is kept, never the password. */
export interface ConnectionView {
  settings: ConnectionSettings
  has_password: boolean
  /** Set by `DATABASE_URL`: it goes before the settings, and a page can only show it. */
  from_environment: boolean
  /** False where the system offers no safe place for a password: a server that needs one is refused then. */
  keeps_passwords: boolean
}

/** What a failed start offers. `free_port` starts this once on any free port; `restore` puts a copy of the data folder in place. */
export type StartupAction = 'retry' | 'connection' | 'free_port' | 'restore' | 'logs' | 'data_folder'

/** Why the program could not start. */
export interface StartupFailure {
  code: string
  /** One line: what failed. */
  title: string
  /** Where: the folder, or host and database, never a password. */
  where: string
  /** Why, and what to do next. */
  message: string
  /** The words of Postgres or of the system, for who asks for help; may be empty. */
  details: string
  /** In the order in which they are offered; the first is the obvious one. */
  actions: StartupAction[]
}

export type Startup =
  { phase: 'starting' } | { phase: 'ready' } | { phase: 'failed'; failure: StartupFailure }

export interface Versions {
  program: string
  electron: string
  chromium: string
  node: string
}

export const fileToSave = z.strictObject({
  suggested_name: z.string().trim().min(1).max(200),
  content: z.instanceof(Uint8Array),
})
export const notice = z.strictObject({ title: text(120), body: z.string().trim().max(400) })
export const startAtLogin = z.boolean()

/** An answer with a sentence for a person where it did not work; null where the person called it off. */
export type Outcome<T extends object> = ({ ok: true } & T) | { ok: false; message: string } | null

/**
 * `window.cuponera` in the desktop program; a browser has none, and the console does without. What a page sends must be plain
 * data: `$state.snapshot`, never a proxy.
 */
export interface DesktopBridge {
  versions(): Promise<Versions>
  /** Ends the program in order and starts it again. */
  restart(): Promise<void>

  /** Where the start stands. While it is not `ready` the page is alone, without an API. */
  startup(): Promise<Startup>
  /** Tries the start again; `free_port` on any free port, this once. The page is loaded anew when it is known how it went. */
  retry(how?: 'free_port'): Promise<void>
  openLogs(): Promise<void>
  openDataFolder(): Promise<void>
  /** Asks for a copy of a data folder and puts it in place of the damaged one, which is set aside; then tries the start again. */
  restoreData(): Promise<Outcome<{ set_aside: string }>>

  connection(): Promise<ConnectionView>
  testConnection(settings: ConnectionSettings): Promise<ConnectionCheck>
  /** Keeps settings that work and restarts the server with them; the page is loaded anew. Others are refused and change nothing. */
  saveConnection(settings: ConnectionSettings): Promise<ConnectionCheck>
  /** Asks for a CA file. @returns its path. */
  chooseCaFile(): Promise<string | null>

  /** Asks for a CSV of at most 200 MB. */
  chooseCsv(): Promise<Outcome<{ name: string; content: Uint8Array }>>
  /** Asks where to save a file, and writes it there whole or not at all. */
  saveFile(file: z.output<typeof fileToSave>): Promise<Outcome<{ path: string }>>
  /** Tells something while nobody looks at the window; otherwise the page's own toast is enough. */
  notify(notice: z.output<typeof notice>): Promise<void>

  /** Null where the system has no such thing. */
  startsAtLogin(): Promise<boolean | null>
  setStartAtLogin(on: boolean): Promise<Outcome<object>>

  /** Calls when the computer wakes up: clocks and connections may be stale. @returns what ends it. */
  onResume(call: () => void): () => void
}
