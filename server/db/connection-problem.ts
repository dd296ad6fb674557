import type { ConnectionProblem } from '../contracts/desktop.ts'
import { driverError, sqlErrorCode } from './sql-errors.ts'

/** Why a Postgres server cannot be used. The message is for a person; `detail` is what the server or the system said. */
export class ConnectionFailure extends Error {
  override readonly name: string = 'ConnectionFailure'
  readonly problem: ConnectionProblem
  readonly detail: string

  constructor(problem: ConnectionProblem, message: string, detail = '', cause?: unknown) {
    super(message, { cause })
    this.problem = problem
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

type Words = readonly [ConnectionProblem, string]

/**
 * Sorts whatever an attempt to use the database at `url` threw, from the driver, from Sequelize or from the system. A
 * `ConnectionFailure` passes unchanged.
 */
export function toConnectionFailure(error: unknown, url: string): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error
  const server = serverOf(url)
  const code = sqlErrorCode(error) ?? ''
  const said = textOf(driverError(error))
  const [problem, message] = wordsByCode(code, said, server) ??
    wordsByText(said, server) ?? [
      'failed',
      `The database at ${server.at} could not be used. The details say why; whoever runs the server can tell more.`,
    ]
  return new ConnectionFailure(problem, message, said, error)
}

/** A name with addresses of several families fails once for each, and says nothing itself. */
function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(textOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

function wordsByCode(code: string, said: string, server: NamedServer): Words | undefined {
  return postgresWords(code, said, server) ?? networkWords(code, server) ?? certificateWords(code, server)
}

function postgresWords(code: string, said: string, { at, database, user }: NamedServer): Words | undefined {
  switch (code) {
    case '28P01':
      return [
        'wrong_password',
        `The server at ${at} refuses this user name and password. Check the user “${user}” and enter the password again.`,
      ]
    case '28000':
      return said.includes('pg_hba.conf')
        ? [
            'no_rights',
            `The server at ${at} does not let “${user}” reach the database “${database}” from this computer in this way. Try the other TLS settings, or ask whoever runs the server for an entry in its pg_hba.conf.`,
          ]
        : [
            'wrong_password',
            `The server at ${at} does not let “${user}” log in. Check the user name, or ask whoever runs the server.`,
          ]
    case '3D000':
      return [
        'no_such_database',
        `The server at ${at} has no database “${database}”. Check the name, or have an empty database of that name made.`,
      ]
    case '42501':
      return [
        'no_rights',
        `“${user}” has too few rights on the database “${database}”. Make it the owner of that database, or use the account that is.`,
      ]
    case '25006':
      return ['no_rights', readOnly(at)]
    case '53300':
      return [
        'too_many_connections',
        `The server at ${at} has no connection left. Close programs that use it, or have its max_connections raised, then try again.`,
      ]
    case '57P01':
    case '57P02':
    case '57P03':
      return ['unreachable', `The server at ${at} is just starting or stopping. Try again in a moment.`]
    default:
      return undefined
  }
}

/** The words for a server that stores nothing: a standby, or one that is set so. */
export function readOnly(at: string): string {
  return `The server at ${at} only reads: it is a copy that follows another server, or is set so. Enter the server that also writes.`
}

function networkWords(code: string, { host, at }: NamedServer): Words | undefined {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return [
        'unreachable',
        `No program answers at ${at}. Check host and port, and that Postgres runs there and takes connections from other computers.`,
      ]
    case 'ENOTFOUND':
      return [
        'unreachable',
        `No computer is known by the name “${host}”. Check the spelling of the host, or enter its address in numbers.`,
      ]
    case 'EAI_AGAIN':
      return [
        'unreachable',
        `The name “${host}” could not be looked up. Check this computer’s network, then the spelling of the host.`,
      ]
    case 'ETIMEDOUT':
      return ['unreachable', silent(at)]
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'EADDRNOTAVAIL':
    case 'EACCES':
    case 'EPERM':
      return [
        'unreachable',
        `No way leads from this computer to ${at}. Check its network and its firewall, then host and port.`,
      ]
    case 'ECONNRESET':
    case 'EPIPE':
      return ['unreachable', hungUp(at)]
    default:
      return undefined
  }
}

function silent(at: string): string {
  return `${at} does not answer. Check host and port, that the computer is on, and that no firewall stands between.`
}

function hungUp(at: string): string {
  return `${at} ended the connection without saying why. Check that a Postgres server answers at this port, and that nothing between cuts the line.`
}

const unknownSigner = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

function certificateWords(code: string, { host, at }: NamedServer): Words | undefined {
  if (unknownSigner.has(code))
    return [
      'certificate',
      `The certificate of the server at ${at} is signed by nobody this computer trusts. Choose the file with the certificate of the authority (CA) that signed it.`,
    ]
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return [
      'certificate',
      `The certificate of the server at ${at} is made out to another name than “${host}”. Enter the host by the name in the certificate; the details say it.`,
    ]
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return [
      'certificate',
      `The certificate of the server at ${at} is not valid today. Check this computer’s date; if it is right, the server needs a new certificate.`,
    ]
  return /^(CERT_|ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO$|UNABLE_TO_|CRL_)/.test(code)
    ? ['certificate', noSecureLine(at)]
    : undefined
}

function noSecureLine(at: string): string {
  return `No encrypted connection to ${at} could be agreed on. The details say why; whoever runs the server can check its TLS settings.`
}

// What pg says by message alone.
function wordsByText(said: string, { at, user }: NamedServer): Words | undefined {
  if (said.includes('client password must be a'))
    return ['wrong_password', `The server at ${at} asks for the password of “${user}”. Enter it.`]
  if (said.includes('does not support SSL connections'))
    return [
      'certificate',
      `The server at ${at} does not offer TLS. Have it switched on there; or choose TLS off, if you trust the whole network between.`,
    ]
  if (said.includes('establishing an SSL connection')) return ['certificate', noSecureLine(at)]
  if (/^(timeout expired|Query read timeout)$/.test(said)) return ['unreachable', silent(at)]
  if (/^Connection terminated|not queryable$/.test(said)) return ['unreachable', hungUp(at)]
  return undefined
}
