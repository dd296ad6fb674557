/** Main process: where the data is and which port answers: kept, tried before they change, and turned into a configuration. */
import { createServer } from 'node:net'
import { fixedByEnvironment, type Config } from '../server/config.ts'
import { checkConnection, connectionUrl } from '../server/connection.ts'
import type {
  ConnectionCheck,
  ConnectionInput,
  FailedCheck,
  PostgresServer,
  SettingsChange,
} from '../server/contracts/desktop.ts'
import type { Sentence } from '../server/contracts/sentences.ts'
import { refused } from './refused.ts'
import { keepsSecrets, seal, unseal } from './secrets.ts'
import { readSettings, usualSettings, writeSettings, type Settings } from './settings.ts'
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
    if (input.kind === 'this_computer') return { ok: true, server: 'PostgreSQL' }
    const password = await this.#passwordFor(input)
    return typeof password === 'string' ? this.#check(input, password) : password
  }

  /** Tests a connection and keeps it; one that does not work changes nothing. */
  async change(input: ConnectionInput): Promise<SettingsChange> {
    const saved = { outcome: 'saved' } as const
    if (input.kind === 'this_computer') {
      await this.#keep({ ...this.kept, connection: input, password: null })
      return saved
    }
    const password = await this.#passwordFor(input)
    if (typeof password !== 'string') return { outcome: 'refused', check: password }
    if (password && !(await keepsSecrets())) return { outcome: 'no_key_ring' }
    const check = await this.#check(input, password)
    if (!check.ok) return { outcome: 'refused', check }
    const { password: _typed, ...connection } = input
    await this.#keep({ ...this.kept, connection, password: password ? await seal(password) : null })
    return saved
  }

  #check(server: PostgresServer, password: string): Promise<ConnectionCheck> {
    return checkConnection({ ...server, password }, this.#migrationsDir)
  }

  /** Keeps a port that nobody else has. @param current where the server answers now, if it does. */
  async changePort(port: number | null, current: string | undefined): Promise<SettingsChange> {
    // To keep it would keep the usual place of the data with it, which nobody chose.
    if (!this.#kept) return refused({ says: 'place_first' })
    const isOurs = current !== undefined && port !== null && new URL(current).port === String(port)
    if (port !== null && !isOurs && !(await isFree(port))) return refused({ says: 'other_port_taken', port })
    await this.#keep({ ...this.kept, port })
    return { outcome: 'saved' }
  }

  async #keep(settings: Settings): Promise<void> {
    await writeSettings(this.#file, settings, this.#kept ? undefined : 'unreadable')
    this.#kept = settings
  }

  /** The password to use, or why there is none: the one that is kept belongs to one server and user, and is never sent to another. */
  async #passwordFor(input: PostgresServer): Promise<string | FailedCheck> {
    if (input.password !== null) return input.password
    const { connection } = this.kept
    const isSame =
      connection.kind === 'server' &&
      connection.host === input.host &&
      connection.port === input.port &&
      connection.user === input.user
    if (!isSame) return noPassword('wrong_password', { says: 'password_of_another' })
    try {
      return await this.#password()
    } catch (error) {
      if (!(error instanceof SecretUnreadableError)) throw error
      return noPassword('failed', { says: 'password_unsealable' })
    }
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

function noPassword(problem: FailedCheck['problem'], sentence: Sentence): FailedCheck {
  return { ok: false, problem, sentence, detail: '' }
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
