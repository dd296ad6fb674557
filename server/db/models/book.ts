import { DataTypes, literal, type Model, type ModelStatic, type Optional, type Sequelize } from 'sequelize'

/** A row of `books`: a book of coupons and its rules. */
export interface BookRow {
  id: number
  name: string
  description: string
  owner_id: number | null
  is_active: boolean
  starts_at: Date | null
  expiration_date: Date | null
  allow_multi_redemption: boolean
  max_redemptions_per_user: number | null
  max_assignments_per_user: number | null
  lock_seconds: number | null
  require_lock: boolean
  redeem_unassigned: boolean
  self_service: boolean
  code_pattern: string | null
  metadata: Record<string, unknown>
  created_at: Date
  updated_at: Date
}

type NewBook = Optional<BookRow, Exclude<keyof BookRow, 'name'>>

export type BookModel = ModelStatic<Model<BookRow, NewBook>>

export function defineBook(sequelize: Sequelize): BookModel {
  return sequelize.define('books', {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    name: DataTypes.TEXT,
    description: { type: DataTypes.TEXT, defaultValue: '' },
    owner_id: DataTypes.INTEGER,
    is_active: { type: DataTypes.BOOLEAN, defaultValue: true },
    starts_at: DataTypes.DATE,
    expiration_date: DataTypes.DATE,
    allow_multi_redemption: { type: DataTypes.BOOLEAN, defaultValue: false },
    max_redemptions_per_user: DataTypes.INTEGER,
    max_assignments_per_user: DataTypes.INTEGER,
    lock_seconds: DataTypes.INTEGER,
    require_lock: { type: DataTypes.BOOLEAN, defaultValue: false },
    redeem_unassigned: { type: DataTypes.BOOLEAN, defaultValue: false },
    self_service: { type: DataTypes.BOOLEAN, defaultValue: false },
    code_pattern: DataTypes.TEXT,
    metadata: { type: DataTypes.JSONB, defaultValue: {} },
    created_at: { type: DataTypes.DATE, defaultValue: literal('clock_timestamp()') },
    updated_at: { type: DataTypes.DATE, defaultValue: literal('clock_timestamp()') },
  })
}
