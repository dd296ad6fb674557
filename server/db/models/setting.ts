import { DataTypes, literal, type Model, type ModelStatic, type Optional, type Sequelize } from 'sequelize'

/** A row of `settings`: one value of the store or of this installation under its key. */
export interface SettingRow {
  key: string
  value: unknown
  updated_at: Date
}

export type SettingModel = ModelStatic<Model<SettingRow, Optional<SettingRow, 'updated_at'>>>

export function defineSetting(sequelize: Sequelize): SettingModel {
  return sequelize.define('settings', {
    key: { type: DataTypes.TEXT, primaryKey: true },
    value: DataTypes.JSONB,
    updated_at: { type: DataTypes.DATE, defaultValue: literal('clock_timestamp()') },
  })
}
