/** Each start that fails is brought about for real; what a person is told of it names the place and what to do. */
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { describeFailure, SecretUnreadableError } from '../../electron/startup-failure.ts'
import { readConfig, type Config } from '../../server/config.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { withClient } from '../faults/embedded-support.ts'
import { failureOf, folders } from './failed-start.ts'

describe('a start fails before there is a database', () => {
  test('for a setting, which is named', () => {
    const read = (): Config => readConfig(folders, [], { CUPONERA_PORT: 'eighty' })
    expect(describeFailure(caught(read), null)).toEqual({
      problem: 'setting',
      sentence: { says: 'setting_unusable', setting: 'CUPONERA_PORT' },
      where: 'CUPONERA_PORT',
      detail: 'CUPONERA_PORT “eighty” is not a port: a number from 0 (any free one) to 65535.',
      remedies: ['retry', 'logs'],
    })
  })

  test('for a password that cannot be decrypted, whose server is named', () => {
    const error = new SecretUnreadableError('db.store.example:5432/shop', new Error('wrong key'))
    expect(describeFailure(error, null)).toMatchObject({
      problem: 'secret_unreadable',
      sentence: { says: 'secret_unreadable' },
      where: 'db.store.example:5432/shop',
      detail: 'wrong key',
      remedies: ['settings', 'retry'],
    })
  })

  test('for something nobody thought of, in its own words', () => {
    expect(describeFailure(new TypeError('x is not a function'), null)).toMatchObject({
      problem: 'failed',
      sentence: { says: 'start_failed' },
      detail: 'x is not a function',
    })
  })
})

describe('a start fails on a configured database', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => database.drop())

  const secret = 'hunter2 hunter2'
  const elsewhere = (change: (url: URL) => void): string => {
    const url = new URL(database.url)
    change(url)
    return url.href
  }

  test('that does not answer: the server is named, the password is not', async () => {
    const failure = await failureOf({
      databaseUrl: elsewhere((url) => Object.assign(url, { port: '1', password: secret })),
    })
    expect(failure).toMatchObject({
      problem: 'unreachable',
      sentence: { says: 'nobody_answers', at: '127.0.0.1:1' },
      where: `127.0.0.1:1${new URL(database.url).pathname}`,
      detail: 'connect ECONNREFUSED 127.0.0.1:1',
      remedies: ['retry', 'settings'],
    })
    expect(JSON.stringify(failure)).not.toContain('hunter2')
  })

  test('that refuses the password, or is not there', async () => {
    const wrong = await failureOf({ databaseUrl: elsewhere((url) => (url.password = secret)) })
    expect(wrong).toMatchObject({ problem: 'wrong_password', remedies: ['settings', 'retry'] })
    expect(JSON.stringify(wrong)).not.toContain('hunter2')
    const missing = await failureOf({ databaseUrl: elsewhere((url) => (url.pathname = '/none')) })
    expect(missing).toMatchObject({
      problem: 'no_such_database',
      where: `${new URL(database.url).host}/none`,
    })
  })

  test('that a newer program has used: nothing of this computer’s is to be restored', async () => {
    await withClient(database.url, (client) =>
      client.query("insert into migrations (name) values ('9999_later.sql')"),
    )
    expect(await failureOf({ databaseUrl: database.url })).toMatchObject({
      problem: 'newer_schema',
      sentence: { says: 'newer_schema', migration: '9999_later.sql' },
      remedies: ['settings', 'retry'],
    })
  })

  test('that lets this account read and no more', async () => {
    const admin = new URL(inject('postgresAdminUrl'))
    const asPostgres = elsewhere((url) =>
      Object.assign(url, { username: 'postgres', password: admin.password }),
    )
    await withClient(asPostgres, (client) => client.query(revoke))
    expect(await failureOf({ databaseUrl: database.url })).toMatchObject({
      problem: 'no_rights',
      detail: expect.stringContaining('permission denied') as string,
    })
  })

  test('for a port that another program has, and for an address that is another computer’s', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    expect(await failureOf({ databaseUrl: database.url, port })).toMatchObject({
      problem: 'port_taken',
      sentence: { says: 'port_taken', port },
      where: `127.0.0.1:${port}`,
      remedies: ['retry', 'settings'],
    })
    await new Promise((resolve) => other.close(resolve))
    const foreign = await failureOf({ databaseUrl: database.url, host: '203.0.113.1', port })
    expect(foreign).toMatchObject({
      problem: 'setting',
      sentence: { says: 'not_own_address', host: '203.0.113.1' },
      where: `203.0.113.1:${port}`,
    })
  })

  test('for a port that the system keeps for itself', () => {
    // Root may use every port, so the system's refusal is given as it is.
    const error = Object.assign(new Error('listen EACCES: permission denied 127.0.0.1:80'), {
      code: 'EACCES',
      syscall: 'listen',
    })
    const place = { dataDir: '/data', host: '127.0.0.1', port: 80, databaseUrl: database.url }
    expect(describeFailure(error, place)).toMatchObject({
      problem: 'port_taken',
      sentence: { says: 'port_reserved', port: 80 },
      where: '127.0.0.1:80',
    })
  })
})

const revoke = 'alter table settings owner to postgres; revoke all on settings from cuponera'

function caught(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
