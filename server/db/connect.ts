import pg from 'pg'
import { Sequelize, type Transaction as SequelizeTransaction } from 'sequelize'
import { Admission } from './admission.ts'
import { clientConfig } from './client.ts'
import { Committed } from './committed.ts'
import { defineModels, type Models } from './models/models.ts'

/** An open database: Sequelize with its pool, and the models on it. */
export interface Database {
  sequelize: Sequelize
  models: Models
  url: string
  /** In line for a short transaction, and for a long job: jobs never take the tills' places. */
  admission: { till: Admission; job: Admission }
  /** What was changed here, for live screens. */
  committed: Committed
  /** No statement goes out again on a connection that is open now. After a sleep such a one may be dead without knowing it. */
  distrustConnections(): void
  close(): Promise<void>
}

/** What a statement runs in: Sequelize's own transaction. Always passed, never implied. */
export type Transaction = SequelizeTransaction & { sequelize: Sequelize }

const INT8 = 20
// Every int8 here is an id or a count, far below 2^53; as text they would compare and add wrongly.
pg.types.setTypeParser(INT8, Number)

// A server, a database or a role may have others by default: times and numbers would come as nobody here reads them.
const SESSION = "set datestyle = 'ISO, YMD'; set extra_float_digits = 1"

/** How many short transactions run at once, how many long jobs, and how many connections are left for plain reads. */
const TILL_PLACES = 8
const JOB_PLACES = 2
const READ_PLACES = 4

/** How many may stand in line for each: the tills in front are served within seconds, jobs take minutes and keep their files meanwhile. */
const TILL_LINE = 5_000
const JOB_LINE = 1_000

/**
 * Opens the pool. Nothing is asked of the database yet; the first query does.
 *
 * @param options.log receives pool errors: an idle connection that the server closed must not end the process.
 */
export function connect(url: string, options: { log: (event: string, fields: object) => void }): Database {
  const open = new Set<pg.Client>()
  const opening = new Set<pg.Client>()
  const onLost = (error: Error): void => {
    options.log('database_connection_lost', { reason: error.message })
  }
  const sequelize = new Sequelize({
    dialect: 'postgres',
    dialectModule: { ...pg, Client: clientAt(url, opening, onLost) },
    logging: false,
    define: { underscored: true, timestamps: false, freezeTableName: true },
    pool: { max: TILL_PLACES + JOB_PLACES + READ_PLACES, min: 0, idle: 10_000, evict: 5_000, acquire: 3_000 },
    hooks: {
      afterConnect: async (connection) => {
        const client = connection as pg.Client
        await client.query(SESSION)
        opening.delete(client)
        open.add(client)
        client.on('end', () => open.delete(client))
      },
    },
  })
  return {
    sequelize,
    models: defineModels(sequelize),
    url,
    committed: new Committed(),
    admission: {
      till: new Admission(TILL_PLACES, TILL_LINE),
      job: new Admission(JOB_PLACES, JOB_LINE),
    },
    distrustConnections: () => {
      // Sequelize's own mark: its pool hands none out that bears it.
      for (const client of open) Object.assign(client, { _invalid: true })
      // One that is just being opened might be handed out a moment later, or never be done.
      for (const client of opening) client.connection.stream.destroy()
    },
    close: () => sequelize.close(),
  }
}

/** Sequelize reads an address in a way of its own, which knows neither every name nor every TLS mode: it gets clients that know theirs. */
function clientAt(url: string, opening: Set<pg.Client>, onLost: (error: Error) => void): typeof pg.Client {
  const config = { application_name: 'cuponera', ...clientConfig(url), keepAlive: true }
  return class extends pg.Client {
    constructor({ types }: pg.ClientConfig) {
      super({ ...config, types })
      opening.add(this)
      this.once('end', () => opening.delete(this))
      // From the first moment on: a server may end a connection in the breath in which it lets it in, before Sequelize listens.
      this.on('error', onLost)
    }
  }
}
