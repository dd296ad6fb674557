import {
  connectionInput,
  type ConnectionInput,
  type ConnectionPlace,
  type DesktopSettings,
  type SettingsChange,
  type tlsModes,
} from '../../server/contracts/desktop.ts'

/** A connection while a person enters it. Fields of the other kind stay as they were: choosing to and fro loses nothing. */
export interface ConnectionDraft {
  /** Undefined until it is chosen. */
  kind: ConnectionPlace['kind'] | undefined
  host: string
  /** As typed. */
  port: string
  database: string
  user: string
  password: string
  /** The kept password goes on being used, as long as it is for this server and user. */
  keepsPassword: boolean
  tls: (typeof tlsModes)[number]
  caFile: string | null
}

/** What goes on where a connection is chosen: people may be at work, the start has failed, or the store is new. */
export type Occasion = 'at_work' | 'not_started' | 'first_run'

/** A change of settings that was not made. */
export type ChangeRefusal = Exclude<SettingsChange, { outcome: 'saved' }>

type Field = 'kind' | 'host' | 'port' | 'database' | 'user' | 'password'

/** The fields that cannot be sent as they are. */
export type WrongFields = Partial<Record<Field, true>>

export function draftOf({ connection }: DesktopSettings): ConnectionDraft {
  const server = connection.kind === 'server' ? connection : undefined
  return {
    kind: connection.kind,
    host: server?.host ?? '',
    port: String(server?.port ?? 5432),
    database: server?.database ?? 'cuponera',
    user: server?.user ?? '',
    password: '',
    keepsPassword: true,
    tls: server?.tls ?? 'verify',
    caFile: server?.ca_file ?? null,
  }
}

/** Whether the kept password may be used: it belongs to one server and one user, and is never sent to another. */
export function mayKeepPassword(draft: ConnectionDraft, settings: DesktopSettings): boolean {
  const { connection, has_password } = settings
  return (
    has_password &&
    connection.kind === 'server' &&
    connection.host === draft.host.trim() &&
    String(connection.port) === draft.port.trim() &&
    connection.user === draft.user.trim()
  )
}

/** The connection to hand over, or the fields that are wrong. */
export function readDraft(
  draft: ConnectionDraft,
  settings: DesktopSettings,
): { input: ConnectionInput } | { wrong: WrongFields } {
  const read = connectionInput.safeParse(
    draft.kind === 'server' ? serverOf(draft, settings) : { kind: draft.kind },
  )
  if (read.success) return { input: read.data }
  return { wrong: Object.fromEntries(read.error.issues.map(({ path }) => [String(path[0]), true as const])) }
}

function serverOf(draft: ConnectionDraft, settings: DesktopSettings): Record<string, unknown> {
  const { kind, host, database, user, tls } = draft
  const keeps = draft.keepsPassword && mayKeepPassword(draft, settings)
  return {
    kind,
    host,
    port: /^\s*\d+\s*$/.test(draft.port) ? Number(draft.port) : null,
    database,
    user,
    password: keeps ? null : draft.password,
    tls,
    ca_file: tls === 'verify' ? draft.caFile : null,
  }
}
