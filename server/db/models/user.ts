import { DataTypes, literal, type Model, type ModelStatic, type Optional, type Sequelize } from 'sequelize'
import type { Role } from '../../contracts/contract.ts'

/** A row of `users`: a person, or an API key as an actor of its own. */
export interface UserRow {
  id: number
  kind: 'person' | 'api_key'
  name: string
  email: string | null
  external_id: string | null
  role: Role
  is_active: boolean
  password_hash: string | null
  token_version: number
  created_at: Date
  updated_at: Date
}

type NewUser = Optional<UserRow, Exclude<keyof UserRow, 'name'>>

export type UserModel = ModelStatic<Model<UserRow, NewUser>>

export function defineUser(sequelize: Sequelize): UserModel {
  return sequelize.define('users', {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    kind: { type: DataTypes.TEXT, defaultValue: 'person' },
    name: DataTypes.TEXT,
    email: DataTypes.TEXT,
    external_id: DataTypes.TEXT,
    role: { type: DataTypes.TEXT, defaultValue: 'customer' },
    is_active: { type: DataTypes.BOOLEAN, defaultValue: true },
    password_hash: DataTypes.TEXT,
    token_version: { type: DataTypes.INTEGER, defaultValue: 1 },
    created_at: { type: DataTypes.DATE, defaultValue: literal('clock_timestamp()') },
    updated_at: { type: DataTypes.DATE, defaultValue: literal('clock_timestamp()') },
  })
}
