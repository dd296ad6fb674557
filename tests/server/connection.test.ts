/** What a person can enter as a database server, what is said of it, and that every part of the program reads it alike. */
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { checkConnection, connectionUrl } from '../../server/connection.ts'
import type { ConnectionCheck, ConnectionProblem, PostgresServer } from '../../server/contracts/desktop.ts'
import { inEnglish } from '../../server/contracts/sentences.ts'
import { ConnectionFailure } from '../../server/db/connection-problem.ts'
import { connect } from '../../server/db/connect.ts'
import { migrate } from '../../server/db/migrate.ts'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/database.ts'
import * as imitations from '../support/imitations.ts'

const migrations = join(import.meta.dirname, '..', '..', 'migrations')
const secret = 'a p%40ss/w?rd#:@é'

const server = (port: number, rest: Partial<PostgresServer> = {}): PostgresServer => ({
  kind: 'server',
  host: '127.0.0.1',
  port,
  database: 'shop',
  user: 'ana',
  password: secret,
  tls: 'off',
  ca_file: null,
  ...rest,
})

const check = (entered: PostgresServer): Promise<ConnectionCheck> => checkConnection(entered, migrations)

/** Holds a refusal to its kind and to the rules of every refusal. */
async function expectProblem(
  entered: PostgresServer,
  problem: ConnectionProblem,
  says: RegExp,
): Promise<void> {
  const found = await check(entered)
  expect(found).toMatchObject({ ok: false, problem })
  expect(found.ok ? '' : inEnglish(found.sentence)).toMatch(says)
  expect(JSON.stringify(found)).not.toContain(secret)
}

describe.concurrent('what does not answer as Postgres does', () => {
  const cases: [
    string,
    ConnectionProblem,
    RegExp,
    ((socket: Socket) => void) | 'web',
    Partial<PostgresServer>?,
  ][] = [
    ['a silent program', 'unreachable', /does not answer/, imitations.silent],
    [
      'a program that is silent about TLS',
      'unreachable',
      /does not answer/,
      imitations.silent,
      { tls: 'require' },
    ],
    [
      'a server that falls silent after the log-in',
      'unreachable',
      /does not answer/,
      imitations.postgresSaying(undefined),
    ],
    ['a program that hangs up', 'unreachable', /ended the connection/, imitations.hangUp],
    ['a program that greets', 'not_postgres', /is not Postgres/, imitations.greet],
    ['a web server', 'not_postgres', /is not Postgres/, 'web'],
    ['a web server asked for TLS', 'not_postgres', /is not Postgres/, 'web', { tls: 'verify' }],
    ['a Postgres of version 13', 'too_old', /older than version 14/, imitations.postgresSaying('130021')],
  ]

  test.each(cases)('%s', async (_name, problem, says, talk, rest) => {
    const there = await (talk === 'web' ? imitations.imitateWeb() : imitations.imitate(talk))
    try {
      await expectProblem(server(there.port, rest), problem, says)
    } finally {
      await there.close()
    }
  })

  test('nobody at a port, or no computer of a name', async () => {
    await expectProblem(server(1), 'unreachable', /No program answers at 127\.0\.0\.1:1\./)
    await expectProblem(
      server(1, { host: 'localhost' }),
      'unreachable',
      /No program answers at localhost:1\./,
    )
    await expectProblem(server(5432, { host: 'no such host' }), 'unreachable', /“no such host”/)
    await expectProblem(
      server(5432, { host: '/no/socket' }),
      'unreachable',
      /No program answers at \/no\/socket\./,
    )
  })

  test.each(['::1', '[::1]'])('an address of version 6: %s', async (host) => {
    const there = await imitations.imitate(imitations.postgresSaying('130021'), '::1').catch(() => undefined)
    if (!there) return
    await expectProblem(server(there.port, { host }), 'too_old', /./)
    await there.close()
  })
})

describe('what no address can hold', () => {
  test.each([
    [{ database: '.' }, /by the name “\.”/],
    [{ database: '..' }, /by the name “\.\.”/],
    [{ password: 'a\0b' }, /no Postgres server takes/],
    [{ password: '\ud800' }, /no Postgres server takes/],
  ])('%o is refused', async (rest, says) => {
    expect(() => connectionUrl(server(5432, rest))).toThrow(ConnectionFailure)
    await expectProblem(server(5432, rest), 'failed', says)
  })
})

describe('a Postgres that answers', () => {
  const { port: portText, password } = new URL(inject('postgresOwnerUrl'))
  const port = Number(portText)
  const roles: string[] = []
  let database: TestDatabase | undefined

  afterEach(async () => {
    await database?.drop()
    database = undefined
    await asAdmin(roles.splice(0).map((role) => `drop role ${pg.escapeIdentifier(role)}`))
  })

  /** A role with no more rights than everybody; `changes` are run with its quoted name in the place of $. */
  async function newRole(name: string, ...changes: string[]): Promise<string> {
    const role = `${name} ${randomBytes(4).toString('hex')}`
    await asAdmin([
      `create role ${pg.escapeIdentifier(role)} login password ${pg.escapeLiteral(secret)}`,
      ...changes.map((change) => change.replaceAll('$', pg.escapeIdentifier(role))),
    ])
    roles.push(role)
    return role
  }

  const nameOf = ({ url }: TestDatabase): string => new URL(url).pathname.slice(1)

  test('refuses a wrong password, none, and an account that it does not know', async () => {
    const user = await newRole('ana')
    for (const entered of [{ user, password: 'wrong' }, { user: 'nobody' }])
      await expectProblem(server(port, entered), 'wrong_password', /enter the password again/)
    for (const none of [null, ''])
      await expectProblem(server(port, { user, password: none }), 'wrong_password', /asks for the password/)
  })

  test('has no such database, no connection left, or no TLS', async () => {
    const user = await newRole('ana', 'alter role $ connection limit 0')
    await expectProblem(
      server(port, { user, database: 'postgres' }),
      'too_many_connections',
      /max_connections/,
    )
    const owner = server(port, { user: 'cuponera', password, database: 'no "such" one' })
    await expectProblem(owner, 'no_such_database', /no database “no "such" one”/)
    for (const tls of ['require', 'verify'] as const)
      await expectProblem({ ...owner, tls }, 'certificate', /does not offer TLS/)
  })

  test('gives too few rights: to connect, to create, to write, at all', async () => {
    database = await createEmptyDatabase()
    const name = nameOf(database)
    const user = await newRole('ana', `grant create on database ${name} to $`)
    await expectProblem(server(port, { user, database: name }), 'no_rights', /may not create tables/)
    await migrate(database.url, migrations)
    await expectProblem(server(port, { user, database: name }), 'no_rights', /too few rights/)
    await asOwner(database, `grant select on migrations to ${pg.escapeIdentifier(user)}`)
    await expectProblem(server(port, { user, database: name }), 'no_rights', /may not write/)
    const reader = await newRole('eva', 'alter role $ set default_transaction_read_only = on')
    await asOwner(database, `grant select, insert on migrations to ${pg.escapeIdentifier(reader)}`)
    await expectProblem(server(port, { user: reader, database: name }), 'no_rights', /only reads/)
    await asAdmin([`revoke all on database ${name} from public`])
    await expectProblem(server(port, { user: reader, database: name }), 'no_rights', /too few rights/)
    await asAdmin([`revoke all on database ${name} from ${pg.escapeIdentifier(user)}`])
  })

  test('has the schema of a newer program', async () => {
    database = await createTestDatabase()
    await asOwner(database, "insert into migrations (name) values ('9999_later.sql')")
    const owner = server(port, { user: 'cuponera', password, database: nameOf(database) })
    await expectProblem(owner, 'newer_schema', /9999_later\.sql/)
  })

  test('is good, empty or in use, and looking at it changes nothing', async () => {
    database = await createEmptyDatabase()
    const owner = server(port, { user: 'cuponera', password, database: nameOf(database) })
    const good = { ok: true, server: expect.stringMatching(/^PostgreSQL 18\.\d+$/) as string }
    expect(await check(owner)).toEqual(good)
    expect(
      await asOwner(database, "select from pg_class where relnamespace = 'public'::regnamespace"),
    ).toEqual([])
    await migrate(database.url, migrations)
    expect(await check(owner)).toEqual(good)
  })

  test('starts for a role that may use the complete schema and make nothing', async () => {
    database = await createTestDatabase()
    const user = await newRole('ana')
    await asOwner(
      database,
      `grant select, insert, update, delete on all tables in schema public to ${pg.escapeIdentifier(user)}`,
    )
    const entered = server(port, { user, database: nameOf(database) })
    expect(await check(entered)).toMatchObject({ ok: true })
    expect(await migrate(connectionUrl(entered), migrations)).toEqual([])
  })

  test.each(['Kasse 1 & 2', 'a%20b?c=d#e', '../a/b@c:d', 'Größe \u{1f39f}', `q'"\\x`])(
    'is reached alike by every part of the program, whatever its names: %s',
    async (name) => {
      const user = await newRole(name)
      const unique = `${name} ${randomBytes(4).toString('hex')}`
      await asAdmin([
        `create database ${pg.escapeIdentifier(unique)} template template0 owner ${pg.escapeIdentifier(user)}`,
      ])
      const entered = server(port, { user, database: unique })
      const url = connectionUrl(entered)
      try {
        expect(await check(entered)).toMatchObject({ ok: true })
        expect((await migrate(url, migrations)).length).toBeGreaterThan(0)
        const store = connect(url, { log: () => undefined })
        const [rows] = await store.sequelize.query('select current_database() as name, current_user as role')
        expect(rows).toEqual([{ name: unique, role: user }])
        await store.close()
      } finally {
        await asAdmin([`drop database ${pg.escapeIdentifier(unique)} with (force)`])
      }
    },
  )
})

async function asAdmin(statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresAdminUrl') })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

async function asOwner({ url }: TestDatabase, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
