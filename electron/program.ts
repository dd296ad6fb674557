/** Main process: the life of the program behind the window: its server, or the console alone that says why there is none. */
import type { Logger } from 'pino'
import { fixedByEnvironment, readConfig, type Config, type ProgramFolders } from '../server/config.ts'
import { serveConsoleAlone, type ConsoleAlone } from '../server/console-alone.ts'
import type {
  ConnectionInput,
  RestoreOutcome,
  SettingsChange,
  StartupFailure,
} from '../server/contracts/desktop.ts'
import type { Sentence } from '../server/contracts/sentences.ts'
import { startServer, type RunningServer } from '../server/start.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { refused } from './refused.ts'
import { restoreData } from '../server/restore-data.ts'
import { describeFailure } from './startup-failure.ts'

export interface ProgramOptions {
  folders: ProgramFolders
  /** Such as `--demo`. */
  args: readonly string[]
  connection: ConnectionSettings
  log: Logger
  /** Called with the origin to load, each time there is something new at it. */
  show: (origin: string) => void
}

/**
 * Starts and changes run one at a time, in the order in which they were asked for. A start that fails leaves the program alive: its
 * console is served alone, asks why, and reaches the settings.
 */
export class Program {
  readonly #options: ProgramOptions
  #server: RunningServer | undefined
  #console: ConsoleAlone | undefined
  #failure: StartupFailure | null = null
  #origin = ''
  #last: Promise<unknown> = Promise.resolve()
  #closing = false

  constructor(options: ProgramOptions) {
    this.#options = options
  }

  /** What the window shows, or is about to show. */
  get origin(): string {
    return this.#origin
  }

  /** Why the server does not run; null while it does. */
  get failure(): StartupFailure | null {
    return this.#failure
  }

  /** Where the data of this computer's own store lies. Throws ConfigError. */
  get dataDir(): string {
    return this.#environment().dataDir
  }

  start(): Promise<void> {
    return this.#inTurn(() => this.#start())
  }

  /** Starts again with the settings as they are; what runs goes on running. */
  retryStart(): Promise<StartupFailure | null> {
    return this.#inTurn(async () => {
      if (!this.#server) await this.#start()
      return this.#failure
    })
  }

  /** Puts the data of this computer on another connection, once that has been seen to work. */
  changeConnection(input: ConnectionInput): Promise<SettingsChange> {
    return this.#inTurn(async () => {
      if (fixedByEnvironment().connection) return refused({ says: 'place_fixed' })
      if (this.jobsRunning() > 0) return refused(importRunning)
      const change = await this.#options.connection.change(input)
      if (change.outcome === 'saved') await this.#startAnew()
      return change
    })
  }

  changePort(port: number | null): Promise<SettingsChange> {
    return this.#inTurn(async () => {
      if (fixedByEnvironment().port) return refused({ says: 'port_fixed' })
      if (this.jobsRunning() > 0) return refused(importRunning)
      const change = await this.#options.connection.changePort(port, this.#server?.url)
      if (change.outcome === 'saved') await this.#startAnew()
      return change
    })
  }

  /** Puts the copy of a data folder in the place of this computer's data, and starts again on what is there then. */
  restoreData(copyFolder: string): Promise<RestoreOutcome> {
    return this.#inTurn(async () => {
      if (this.jobsRunning() > 0) return { restored: false, sentences: [importRunning] }
      const { dataDir } = this
      await this.#stop()
      try {
        return await restoreData(copyFolder, dataDir)
      } finally {
        await this.#start()
      }
    })
  }

  /** Imports that would be lost if the server stopped now. */
  jobsRunning(): number {
    return this.#server?.jobsRunning() ?? 0
  }

  /** After a sleep of the computer. */
  wake(): void {
    this.#server?.wake()
  }

  /** Waits for what is under way, then stops everything: requests in flight first, the database last. */
  async close(): Promise<void> {
    this.#closing = true
    await this.#last
    await this.#stop()
    await this.#console?.close()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing) return Promise.reject(new Error('Cuponera is closing.'))
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async #startAnew(): Promise<void> {
    await this.#stop()
    await this.#start()
  }

  async #stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    await server?.close()
  }

  async #start(): Promise<void> {
    let config: Config | undefined
    try {
      config = this.#environment()
      config = await this.#options.connection.applyTo(config)
      this.#server = await this.#startServer(config)
    } catch (error) {
      await this.#fail(error, config)
      return
    }
    this.#failure = null
    this.#show(this.#server.url)
    // Only now, for until now the window showed it.
    await this.#console?.close()
    this.#console = undefined
  }

  #environment(): Config {
    const { folders, args } = this.#options
    return readConfig(folders, args)
  }

  async #startServer(config: Config): Promise<RunningServer> {
    const server = await startServer(config, this.#options.log)
    try {
      if (config.demo) await server.fillDemo((text) => process.stdout.write(`${text}\n`))
      return server
    } catch (error) {
      await server.close()
      throw error
    }
  }

  async #fail(error: unknown, config: Config | undefined): Promise<void> {
    const { folders, log } = this.#options
    this.#failure = describeFailure(error, config ?? null)
    const { problem, where, detail } = this.#failure
    log.error({ problem, where, detail }, 'start_failed')
    // Shown already, it has only to ask again.
    if (this.#console) return
    if (folders.consoleDir === null) throw error
    this.#console = await serveConsoleAlone(folders.consoleDir, log)
    this.#show(this.#console.url)
  }

  #show(url: string): void {
    this.#origin = loopbackOf(url)
    if (!this.#closing) this.#options.show(this.#origin)
  }
}

const importRunning: Sentence = { says: 'import_running' }

// A server that listens to every address is reached at this computer's own.
function loopbackOf(url: string): string {
  const address = new URL(url)
  if (['0.0.0.0', '[::]'].includes(address.hostname)) address.hostname = '127.0.0.1'
  return address.origin
}
