import pg from 'pg'
import { Sequelize, type Transaction as SequelizeTransaction } from 'sequelize'
import { Admission } from './admission.ts'
import { defineModels, type Models } from './models/models.ts'

/** An open database: Sequelize with its pool, and the models on it. */
export interface Database {
  sequelize: Sequelize
  models: Models
  url: string
  /** In line for a short transaction, and for a long job: jobs never take the tills' places. */
  admission: { till: Admission; job: Admission }
  close(): Promise<void>
}

/** What a statement runs in: Sequelize's own transaction. Always passed, never implied. */
export type Transaction = SequelizeTransaction & { sequelize: Sequelize }

const INT8 = 20
// Every int8 here is an id or a count, far below 2^53; as text they would compare and add wrongly.
pg.types.setTypeParser(INT8, Number)

/** How many short transactions run at once, how many long jobs, and how many connections are left for plain reads. */
const TILL_PLACES = 8
const JOB_PLACES = 2
const READ_PLACES = 4

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
    pool: { max: TILL_PLACES + JOB_PLACES + READ_PLACES, min: 0, idle: 10_000, evict: 5_000, acquire: 3_000 },
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
  return {
    sequelize,
    models: defineModels(sequelize),
    url,
    admission: { till: new Admission(TILL_PLACES), job: new Admission(JOB_PLACES) },
    close: () => sequelize.close(),
  }
}
