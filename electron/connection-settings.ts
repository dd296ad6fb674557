/** Main process: where the data is and which port answers: kept, tried before they change, and turned into a configuration. */
import { createServer } from 'node:net'
import { ConfigError, fixedByEnvironment, type Config } from '../server/config.ts'
import { checkConnection, connectionUrl } from '../server/connection.ts'
import type {
  ConnectionCheck,
  ConnectionInput,
  PostgresServer,
  SettingsChange,
} from '../server/contracts/desktop.ts'
import { refused } from './refused.ts'
import { keepsSecrets, seal, unseal } from './secrets.ts'
import { putAside, readSettings, usualSettings, writeSettings, type Settings } from './settings.ts'
import { SecretUnreadableError } from './startup-failure.ts'

export class ConnectionSettings {
  readonly #file: string
  readonly #migrationsDir: string
  /** Undefined until it has been read. */
  #kept: Settings | undefined

  /** @param file `settings.json`; it need not be there, and may be damaged. */
  constructor(file: string, migrationsDir: string) {
    this.#file = file
    this.#migrationsDir = migrationsDir
  }

  get kept(): Readonly<Settings> {
    return this.#kept ?? usualSettings
  }

  /**
   * The configuration with these settings in it, where the environment has not decided.
   *
   * @throws SettingsUnreadableError: to start on this computer's own data then would show a store that shares a server an empty one.
   * @throws SecretUnreadableError
   */
  async applyTo(config: Config): Promise<Config> {
    const fixed = fixedByEnvironment()
    try {
      this.#kept ??= await readSettings(this.#file)
    } catch (error) {
      if (!fixed.connection) throw error
    }
    const { connection, port } = this.kept
    return {
      ...config,
      port: fixed.port ? config.port : (port ?? config.port),
      databaseUrl:
        fixed.connection || connection.kind === 'this_computer'
          ? config.databaseUrl
          : connectionUrl({ ...connection, password: await this.#password() }),
    }
  }

  /** Looks whether a connection would do. */
  async test(input: ConnectionInput): Promise<ConnectionCheck> {
    if (input.kind === 'this_computer') return { ok: true, server: 'The database of this computer' }
    return this.#check(input, await this.#passwordFor(input))
  }

  /** Tests a connection and keeps it; one that does not work changes nothing. */
  async change(input: ConnectionInput): Promise<SettingsChange> {
    const saved = { outcome: 'saved' } as const
    if (input.kind === 'this_computer') {
      await this.#keep({ ...this.kept, connection: input, password: null })
      return saved
    }
    const password = await this.#passwordFor(input)
    if (password && !(await keepsSecrets())) return noKeyRing
    const check = await this.#check(input, password)
    if (!check.ok) return { outcome: 'refused', check }
    const { password: _typed, ...connection } = input
    await this.#keep({ ...this.kept, connection, password: password ? await seal(password) : null })
    return saved
  }

  async #check(server: PostgresServer, password: string | undefined): Promise<ConnectionCheck> {
    if (password === undefined) return passwordNeeded
    try {
      return await checkConnection(connectionUrl({ ...server, password }), this.#migrationsDir)
    } catch (error) {
      // A name or a password that no address can hold.
      if (!(error instanceof ConfigError)) throw error
      return { ok: false, problem: 'failed', message: error.message, detail: '' }
    }
  }

  /** Keeps a port that nobody else has. @param current where the server answers now, if it does. */
  async changePort(port: number | null, current: string | undefined): Promise<SettingsChange> {
    // To keep it would keep the usual place of the data with it, which nobody chose.
    if (!this.#kept && !fixedByEnvironment().connection) return refused('Choose first where the data is.')
    const isOurs = current !== undefined && port !== null && new URL(current).port === String(port)
    if (port !== null && !isOurs && !(await isFree(port)))
      return refused(`Port ${port} is taken by another program. Choose another.`)
    await this.#keep({ ...this.kept, port })
    return { outcome: 'saved' }
  }

  async #keep(settings: Settings): Promise<void> {
    if (!this.#kept) await putAside(this.#file)
    await writeSettings(this.#file, settings)
    this.#kept = settings
  }

  /** The password to use, or undefined where the one that is kept belongs to another server or user: it is never sent there. */
  async #passwordFor(input: PostgresServer): Promise<string | undefined> {
    if (input.password !== null) return input.password
    const { connection } = this.kept
    const isSame =
      connection.kind === 'server' &&
      connection.host === input.host &&
      connection.port === input.port &&
      connection.user === input.user
    return isSame ? this.#password() : undefined
  }

  async #password(): Promise<string> {
    const { password, connection } = this.kept
    if (password === null || connection.kind === 'this_computer') return ''
    try {
      return await unseal(password)
    } catch (error) {
      const { host, port, database } = connection
      throw new SecretUnreadableError(`${host}:${port}/${database}`, error)
    }
  }
}

const passwordNeeded: ConnectionCheck = {
  ok: false,
  problem: 'wrong_password',
  message: 'Type the password: the one that is kept belongs to another server or user.',
  detail: '',
}

const noKeyRing: SettingsChange = {
  outcome: 'no_key_ring',
  message:
    'This system has no key ring to keep the password in, and Cuponera writes none in readable form. Set up GNOME Keyring or KWallet and try again, or start Cuponera with DATABASE_URL in its environment.',
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => {
      resolve(false)
    })
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true)
      })
    })
  })
}
