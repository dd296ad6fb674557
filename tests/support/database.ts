/** Databases for tests: each a fresh copy of one on which the migrations ran once. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { migrate } from '../../server/db/migrate.ts'

const migrations = join(import.meta.dirname, '..', '..', 'migrations')
const template = 'cuponera_template'

export interface TestDatabase {
  /** Connection string of the ordinary role that owns the database. */
  url: string
  /** Ends every session on the database and removes it. A test that fails before this leaves it until the run ends. */
  drop(): Promise<void>
}

/** A fresh database at the newest schema, on the run's Postgres 18. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return copyDatabase(inject('postgresOwnerUrl'), template)
}

/** A fresh database without any table, on the run's Postgres 18. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return copyDatabase(inject('postgresOwnerUrl'), 'template0')
}

/** Runs the migrations on a database to copy, once for each server, and answers its name. */
export async function createTemplate(ownerUrl: string): Promise<string> {
  await withOwner(ownerUrl, (owner) => owner.query(`create database ${template} template template0`))
  await migrate(databaseUrl(ownerUrl, template), migrations)
  return template
}

/** A database of the role in `ownerUrl`, copied from `source`, which nobody may be connected to. */
export async function copyDatabase(ownerUrl: string, source: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await withOwner(ownerUrl, (owner) => owner.query(`create database ${name} template ${source}`))
  return {
    url: databaseUrl(ownerUrl, name),
    drop: () => withOwner(ownerUrl, (owner) => dropDatabase(owner, name)),
  }
}

const NOT_OURS = '42501'

/** Postgres itself may be tidying up there, whom an ordinary role cannot end; a drop without force asks it to leave, and waits. */
async function dropDatabase(owner: pg.Client, name: string): Promise<void> {
  try {
    await owner.query(`drop database ${name} with (force)`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === NOT_OURS)) throw error
    await owner.query(`drop database ${name}`)
  }
}

async function withOwner(url: string, work: (owner: pg.Client) => Promise<unknown>): Promise<void> {
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  try {
    await work(owner)
  } finally {
    await owner.end()
  }
}

function databaseUrl(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}
