import type { Sequelize } from 'sequelize'
import { defineBook, type BookModel } from './book.ts'
import { defineJob, type JobModel } from './job.ts'
import { defineSetting, type SettingModel } from './setting.ts'
import { defineUser, type UserModel } from './user.ts'

/**
 * The tables that are read and written by key. Coupons and their history are not among them: there the database's clock,
 * `returning` and locks decide, and each operation has its own statement.
 */
export interface Models {
  users: UserModel
  books: BookModel
  jobs: JobModel
  settings: SettingModel
}

export function defineModels(sequelize: Sequelize): Models {
  return {
    users: defineUser(sequelize),
    books: defineBook(sequelize),
    jobs: defineJob(sequelize),
    settings: defineSetting(sequelize),
  }
}
