import pg from 'pg'
import { Sequelize, type Transaction as SequelizeTransaction } from 'sequelize'
import { defineModels, type Models } from './models/models.ts'

/** An open database: Sequelize with its pool, and the models on it. */
export interface Database {
  sequelize: Sequelize
  models: Models
  url: string
  close(): Promise<void>
}

/** What a statement runs in: Sequelize's own transaction. Always passed, never implied. */
export type Transaction = SequelizeTransaction & { sequelize: Sequelize }

const INT8 = 20
// Every int8 here is an id or a count, far below 2^53; as text they would compare and add wrongly.
pg.types.setTypeParser(INT8, Number)

/** How many connections one program keeps at most; tills need few, and Postgres serves ~2 a core best. */
const POOL_MAX = 12

/**
 * Opens the pool. Nothing is asked of the database yet; the first query does.
 *
 * @param options.log receives pool errors: an idle connection that the server closed must not end the process.
 */
export function connect(url: string, options: { log: (event: string, fields: object) => void }): Database {
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    dialectModule: pg,
    logging: false,
    define: { underscored: true, timestamps: false, freezeTableName: true },
    pool: { max: POOL_MAX, min: 0, idle: 10_000, evict: 5_000, acquire: 3_000 },
    dialectOptions: { application_name: 'cuponera', connectionTimeoutMillis: 5_000, keepAlive: true },
    hooks: {
      afterConnect: (connection) => {
        const client = connection as pg.Client
        client.on('error', (error) => {
          options.log('database_connection_lost', { reason: error.message })
        })
      },
    },
  })
  return { sequelize, models: defineModels(sequelize), url, close: () => sequelize.close() }
}
