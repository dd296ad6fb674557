import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { email as emailField, newPassword } from './contracts/fields.ts'
import { isOrigin } from './contracts/settings.ts'

/** A setting that cannot be used. The message names it and says what it should be; the program ends with status 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** How the server runs, read once from the environment (api.md, *Start-up without a screen*). */
export interface Config {
  host: string
  port: number
  dataDir: string
  /** A configured Postgres; null means the embedded one. */
  databaseUrl: string | null
  /** A direct connection to the configured Postgres, where `databaseUrl` goes through a pooler; null means the same. */
  listenUrl: string | null
  admin: { email: string; password: string } | null
  /** The token key of 32 bytes or more; null means that it is kept in the database. */
  secret: Buffer | null
  /** Names besides the loopback ones that the server answers to, lower case, without port. */
  allowedHosts: readonly string[]
  /** Browser origins let in besides the console's own. */
  allowedOrigins: readonly string[]
  /** Express's `trust proxy`: addresses or subnets of the proxy in front; null is off. */
  trustProxy: readonly string[] | null
  tls: { cert: Buffer; key: Buffer } | null
  /** Fills an empty store with the demo and prints its accounts. */
  demo: boolean
  /** The administrator who gets a new password in the place of a server; null starts the server. */
  resetPasswordOf: string | null
  /** Where the built console is; null serves the API alone. */
  consoleDir: string | null
  migrationsDir: string
  /** The demo's data and the sample files. */
  resourcesDir: string
  /** Holds every reply against its contract: on in tests, where a reply outside of it is a defect. */
  checkReplies: boolean
}

type Environment = Record<string, string | undefined>

/** The folders that belong to the program itself, which depend on how it was built and not on the environment. */
export interface ProgramFolders {
  consoleDir: string | null
  migrationsDir: string
  resourcesDir: string
}

/**
 * Where the program's folders lie around the file it was started with: out/main/… when built, else server/… or electron/…
 *
 * @param entryUrl `import.meta.url` of that file.
 */
export function programFolders(entryUrl: string): ProgramFolders {
  const here = dirname(fileURLToPath(entryUrl))
  const root = here.endsWith(join('out', 'main')) ? join(here, '..', '..') : join(here, '..')
  const consoleDir = join(root, 'out', 'renderer')
  return {
    consoleDir: existsSync(consoleDir) ? consoleDir : null,
    migrationsDir: join(root, 'migrations'),
    resourcesDir: join(root, 'resources'),
  }
}

/**
 * Reads the configuration. The only reader of `process.env`.
 *
 * @throws ConfigError naming the variable that cannot be used.
 */
export function readConfig(
  folders: ProgramFolders,
  args: readonly string[] = [],
  env: Environment = process.env,
): Config {
  const resetPasswordOf = readReset(args)
  const unknown = resetPasswordOf === null ? args.find((arg) => arg !== '--demo') : undefined
  if (unknown !== undefined)
    throw new ConfigError(
      `Unknown argument “${unknown}”. There are --demo, and reset-password with an administrator’s e-mail address.`,
    )
  const config: Config = {
    ...folders,
    host: env['CUPONERA_HOST'] || '127.0.0.1',
    port: readPort(env['CUPONERA_PORT']),
    dataDir: env['CUPONERA_DATA_DIR'] || defaultDataDir(env),
    databaseUrl: readDatabaseUrl('DATABASE_URL', env['DATABASE_URL']),
    listenUrl: readDatabaseUrl('CUPONERA_LISTEN_URL', env['CUPONERA_LISTEN_URL']),
    admin: readAdmin(env),
    secret: readSecret(env),
    allowedHosts: list(env['CUPONERA_ALLOWED_HOSTS']).map(readHostName),
    allowedOrigins: list(env['CUPONERA_ALLOWED_ORIGINS']).map(readOrigin),
    trustProxy: readTrustProxy(env['CUPONERA_TRUST_PROXY']),
    tls: readTls(env),
    demo: args.includes('--demo'),
    resetPasswordOf,
    checkReplies: env['CUPONERA_CHECK_REPLIES'] === '1',
  }
  if (!isLoopback(config.host) && !config.tls && !config.trustProxy)
    throw new ConfigError(
      `CUPONERA_HOST ${config.host} can be reached from other computers. Set CUPONERA_TLS_CERT and CUPONERA_TLS_KEY, or name the proxy in front with CUPONERA_TRUST_PROXY.`,
    )
  return config
}

/** Which of the settings that the desktop program keeps are decided where it is started; those go before what is kept. */
export function fixedByEnvironment(env: Environment = process.env): { connection: boolean; port: boolean } {
  return { connection: Boolean(env['DATABASE_URL']), port: Boolean(env['CUPONERA_PORT']) }
}

/** The file of the AppImage that this program runs from, where it does; the AppImage itself says so. */
export function appImageFile(env: Environment = process.env): string | undefined {
  return env['APPIMAGE']
}

/** True for the names and addresses that only this computer can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

function readReset([command, email, ...more]: readonly string[]): string | null {
  if (command !== 'reset-password') return null
  const address = emailField.safeParse(email)
  if (!address.success || more.length > 0)
    throw new ConfigError('reset-password takes the e-mail address of one administrator.')
  return address.data
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return 4780
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new ConfigError(`CUPONERA_PORT “${text}” is not a port: a number from 0 (any free one) to 65535.`)
  return port
}

function readDatabaseUrl(name: string, text: string | undefined): string | null {
  if (text === undefined || text === '') return null
  // The value itself is never repeated: it holds a password.
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol))
    throw new ConfigError(
      `${name} is not a Postgres address such as postgres://user:password@host:5432/database.`,
    )
  return text
}

function readAdmin(env: Environment): Config['admin'] {
  const email = env['CUPONERA_ADMIN_EMAIL']
  const password = env['CUPONERA_ADMIN_PASSWORD']
  if (!email && !password) return null
  if (!email || !password)
    throw new ConfigError('CUPONERA_ADMIN_EMAIL and CUPONERA_ADMIN_PASSWORD go together: set both or none.')
  if (!emailField.safeParse(email).success)
    throw new ConfigError(`CUPONERA_ADMIN_EMAIL “${email}” is not an e-mail address.`)
  const readable = newPassword.safeParse(password)
  if (!readable.success)
    throw new ConfigError(`CUPONERA_ADMIN_PASSWORD ${readable.error.issues[0]?.message ?? 'cannot be used'}.`)
  return { email: emailField.parse(email), password }
}

function readSecret(env: Environment): Buffer | null {
  const file = env['CUPONERA_SECRET_FILE']
  const text = file ? readFile('CUPONERA_SECRET_FILE', file).toString('utf8').trim() : env['CUPONERA_SECRET']
  if (text === undefined || text === '') return null
  const secret = Buffer.from(text, 'utf8')
  if (secret.length < 32)
    throw new ConfigError(
      `${file ? 'CUPONERA_SECRET_FILE' : 'CUPONERA_SECRET'} must hold at least 32 bytes (256 bits).`,
    )
  return secret
}

function readHostName(text: string): string {
  const name = text.toLowerCase()
  if (!URL.canParse(`http://${name}`) || new URL(`http://${name}`).hostname !== name)
    throw new ConfigError(
      `CUPONERA_ALLOWED_HOSTS “${text}” is not a name such as till.store.example, without scheme, port or path.`,
    )
  return name
}

function readTrustProxy(text: string | undefined): string[] | null {
  const proxies = list(text)
  const bad = proxies.find((proxy) => !isProxy(proxy))
  if (bad !== undefined)
    throw new ConfigError(
      `CUPONERA_TRUST_PROXY “${bad}” is not an address or subnet such as 10.0.0.5, 10.0.0.0/8 or loopback.`,
    )
  return proxies.length === 0 ? null : proxies
}

function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', prefix, ...rest] = text.split('/')
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  const fits =
    prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= bits)
  return bits > 0 && fits && rest.length === 0
}

function readOrigin(text: string): string {
  if (!isOrigin(text))
    throw new ConfigError(`CUPONERA_ALLOWED_ORIGINS “${text}” is not an origin such as https://shop.example.`)
  return text
}

function readTls(env: Environment): Config['tls'] {
  const cert = env['CUPONERA_TLS_CERT']
  const key = env['CUPONERA_TLS_KEY']
  if (!cert && !key) return null
  if (!cert || !key)
    throw new ConfigError('CUPONERA_TLS_CERT and CUPONERA_TLS_KEY go together: set both or none.')
  const tls = { cert: readFile('CUPONERA_TLS_CERT', cert), key: readFile('CUPONERA_TLS_KEY', key) }
  try {
    createSecureContext(tls)
  } catch {
    throw new ConfigError(
      'CUPONERA_TLS_CERT and CUPONERA_TLS_KEY are not a certificate and its key, both in PEM.',
    )
  }
  return tls
}

function readFile(name: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new ConfigError(
      `${name} “${path}” cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    )
  }
}

function defaultDataDir(env: Environment): string {
  if (process.platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Cuponera')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Cuponera')
  // An unprivileged Postgres cannot pass through root's home, so root's store lives where services keep theirs.
  if (process.getuid?.() === 0) return '/var/lib/cuponera'
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'cuponera')
}
