import type { ConnectionProblem } from '../contracts/desktop.ts'
import { inEnglish, type Sentence } from '../contracts/sentences.ts'
import { driverError, sqlErrorCode } from './sql-errors.ts'

/** Why a Postgres server cannot be used: in a sentence for a person; `detail` is what the server or the system said. */
export class ConnectionFailure extends Error {
  override readonly name: string = 'ConnectionFailure'
  readonly problem: ConnectionProblem
  readonly sentence: Sentence
  readonly detail: string

  constructor(problem: ConnectionProblem, sentence: Sentence, detail = '', cause?: unknown) {
    super(inEnglish(sentence), { cause })
    this.problem = problem
    this.sentence = sentence
    this.detail = detail
  }
}

/** The server that an address names, in words for people: never its password. */
export interface NamedServer {
  host: string
  /** `host:port`, or the path of a socket. */
  at: string
  database: string
  user: string
}

/** Reads who is meant from a Postgres address, as `pg` fills in what is left out. */
export function serverOf(url: string): NamedServer {
  const { hostname, port, pathname, username, searchParams } = new URL(url)
  const host = searchParams.get('host') ?? (decoded(hostname).replace(/^\[(.+)\]$/, '$1') || 'localhost')
  const user = decoded(username)
  const shown = host.includes(':') ? `[${host}]` : host
  return {
    host,
    at: host.startsWith('/') ? host : `${shown}:${port === '' ? '5432' : port}`,
    database: decoded(pathname.slice(1)) || user,
    user,
  }
}

/** Undoes percent-encoding; a text with a stray percent sign is shown as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

type Found = readonly [ConnectionProblem, Sentence]

/**
 * Sorts whatever an attempt to use the database at `url` threw, from the driver, from Sequelize or from the system. A
 * `ConnectionFailure` passes unchanged.
 */
export function toConnectionFailure(error: unknown, url: string): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error
  const server = serverOf(url)
  const code = sqlErrorCode(error) ?? ''
  const said = textOf(driverError(error))
  const [problem, sentence] = byCode(code, said, server) ??
    byText(said, server) ?? ['failed', { says: 'connection_failed', at: server.at }]
  return new ConnectionFailure(problem, sentence, said, error)
}

/** A name with addresses of several families fails once for each, and says nothing itself. */
function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(textOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

function byCode(code: string, said: string, server: NamedServer): Found | undefined {
  return byPostgres(code, said, server) ?? byNetwork(code, server) ?? byCertificate(code, server)
}

function byPostgres(code: string, said: string, { at, database, user }: NamedServer): Found | undefined {
  switch (code) {
    case '28P01':
      return ['wrong_password', { says: 'login_refused', at, user }]
    case '28000':
      return said.includes('pg_hba.conf')
        ? ['no_rights', { says: 'not_from_here', at, user, database }]
        : ['wrong_password', { says: 'login_not_allowed', at, user }]
    case '3D000':
      return ['no_such_database', { says: 'no_database', at, database }]
    case '42501':
      return ['no_rights', { says: 'too_few_rights', user, database }]
    case '25006':
      return ['no_rights', { says: 'reads_only', at }]
    case '53300':
      return ['too_many_connections', { says: 'no_connection_left', at }]
    case '57P01':
    case '57P02':
    case '57P03':
      return ['unreachable', { says: 'between_states', at }]
    default:
      return undefined
  }
}

function byNetwork(code: string, { host, at }: NamedServer): Found | undefined {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return ['unreachable', { says: 'nobody_answers', at }]
    case 'ENOTFOUND':
      return ['unreachable', { says: 'host_unknown', host }]
    case 'EAI_AGAIN':
      return ['unreachable', { says: 'host_not_looked_up', host }]
    case 'ETIMEDOUT':
      return ['unreachable', { says: 'silent', at }]
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'EADDRNOTAVAIL':
    case 'EACCES':
    case 'EPERM':
      return ['unreachable', { says: 'no_way_there', at }]
    case 'ECONNRESET':
    case 'EPIPE':
      return ['unreachable', { says: 'hung_up', at }]
    default:
      return undefined
  }
}

const unknownSigner = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

function byCertificate(code: string, { host, at }: NamedServer): Found | undefined {
  if (unknownSigner.has(code)) return ['certificate', { says: 'unknown_signer', at }]
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return ['certificate', { says: 'certificate_of_another', at, host }]
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return ['certificate', { says: 'certificate_not_valid_today', at }]
  return /^(CERT_|ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO$|UNABLE_TO_|CRL_)/.test(code)
    ? ['certificate', { says: 'no_secure_line', at }]
    : undefined
}

// What pg says by message alone.
function byText(said: string, { at, user }: NamedServer): Found | undefined {
  if (said.includes('client password must be a'))
    return ['wrong_password', { says: 'password_asked', at, user }]
  if (said.includes('does not support SSL connections'))
    return ['certificate', { says: 'no_tls_offered', at }]
  if (said.includes('establishing an SSL connection')) return ['certificate', { says: 'no_secure_line', at }]
  if (/^(timeout expired|Query read timeout)$/.test(said)) return ['unreachable', { says: 'silent', at }]
  if (/^Connection terminated|not queryable$/.test(said)) return ['unreachable', { says: 'hung_up', at }]
  return undefined
}
