import { X509Certificate } from 'node:crypto'
import { createSecureContext, rootCertificates, type ConnectionOptions } from 'node:tls'
import pg from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'
import { ConnectionFailure, serverOf, toConnectionFailure } from './connection-problem.ts'

/** How long a server may take until it has let us in. */
export const CONNECT_LIMIT_MS = 5_000

/**
 * What an address says, the same for every connection of the program. It is pg's own reading, but a database's name may hold any
 * character, and a `sslrootcert` is trusted beside the usual authorities.
 *
 * @throws ConnectionFailure `certificate` when a file that the address names cannot be used.
 */
export function clientConfig(url: string): pg.ClientConfig {
  try {
    const config = parseIntoClientConfig(url)
    // pg leaves what may separate the parts of an address encoded: ? # / and others.
    if (config.database !== undefined) config.database = databaseName(url) ?? config.database
    if (config.ssl) config.ssl = checked(config.ssl === true ? {} : config.ssl)
    return { ...config, connectionTimeoutMillis: CONNECT_LIMIT_MS }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    const file = new URL(url).searchParams.get('sslrootcert')
    throw new ConnectionFailure(
      'certificate',
      file === null ? { says: 'certificates_unusable' } : { says: 'ca_file_unusable', file },
      detail,
      error,
    )
  }
}

function databaseName(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname.slice(1)) || undefined
  } catch {
    return undefined // a stray percent sign: pg's reading is as good as any
  }
}

/** No variable of Node's may switch the check off. One context serves all connections: to read the authorities takes 40 ms. */
function checked(ssl: ConnectionOptions): ConnectionOptions {
  const strict = { ...ssl, rejectUnauthorized: ssl.rejectUnauthorized ?? true }
  const { ca, cert, key } = ssl
  if (typeof ca !== 'string') return strict
  new X509Certificate(ca) // Node would pass over a file that holds none
  return { ...strict, secureContext: createSecureContext({ ca: [...rootCertificates, ca], cert, key }) }
}

/**
 * Opens one connection. The caller ends it.
 *
 * @throws ConnectionFailure when the server is not to be had within {@link CONNECT_LIMIT_MS}.
 */
export async function openClient(url: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({ application_name: applicationName, ...clientConfig(url), keepAlive: true })
  // Without a listener a connection lost between two statements would end the process; the next statement reports it.
  client.on('error', () => undefined)
  let stranger: Buffer | undefined
  const { stream } = client.connection
  stream.once('data', (chunk: Buffer) => {
    if (isPostgres(chunk)) return
    stranger = chunk
    stream.destroy()
  })
  try {
    return await client.connect()
  } catch (error) {
    client.connection.stream.destroy()
    if (!stranger) throw toConnectionFailure(error, url)
    throw new ConnectionFailure(
      'not_postgres',
      { says: 'not_postgres', at: serverOf(url).at },
      readable(stranger),
      error,
    )
  }
}

function readable(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 200)
}

/** A Postgres begins with its answer about TLS, or with a message that asks to log in, refuses, or warns. */
function isPostgres(first: Buffer): boolean {
  if (first.length === 1) return first[0] === 0x53 || first[0] === 0x4e
  const kind = String.fromCharCode(first[0] ?? 0)
  return 'REvN'.includes(kind) && (first.length < 5 || first.readInt32BE(1) < 65_536)
}
