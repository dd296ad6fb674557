import type { KeyObject } from 'node:crypto'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Role } from '../contracts/contract.ts'
import type { Database } from '../db/connect.ts'

/** What every route and operation is given of the running program. */
export interface AppContext {
  config: Config
  db: Database
  log: Logger
  /** Signs and verifies access tokens. As a KeyObject: with a Buffer each check costs fifty times as much. */
  tokenKey: KeyObject
  /** Names this installation's cookies apart from those of another program on the same host: ports do not separate them. */
  installationId: string
}

/** Who acts: a person, or an API key as an actor of its own. */
export interface Actor {
  id: number
  kind: 'person' | 'api_key'
  name: string
  role: Role
  /** The books an API key is limited to; null where there is no limit. */
  bookIds: readonly number[] | null
  /** The log-in this request belongs to; null for an API key. */
  sessionId: number | null
}

/** What an operation must know of a request to leave its trace. */
export interface Trace {
  actorId: number
  till: string | null
  requestId: string
}
