/** Connections to a Postgres with TLS: what is checked, and what is said of a certificate that does not hold. */
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { checkConnection, connectionUrl } from '../../server/connection.ts'
import type { ConnectionCheck, PostgresServer } from '../../server/contracts/desktop.ts'
import { inEnglish } from '../../server/contracts/sentences.ts'
import { connect } from '../../server/db/connect.ts'
import { chooseAccount, needsAccount } from '../../server/db/embedded-account.ts'
import { migrate } from '../../server/db/migrate.ts'
import { makeAuthority, type Authority } from '../support/certificates.ts'
import { hasDebianPostgres, startDebianPostgres, type DebianPostgres } from '../support/debian-postgres.ts'
import { imitate, tlsWith } from '../support/imitations.ts'

const migrations = join(import.meta.dirname, '..', '..', 'migrations')

const rules = `hostssl all guarded 127.0.0.1/32 scram-sha-256
host all postgres,cuponera 127.0.0.1/32 scram-sha-256
`

const why = hasDebianPostgres ? '' : " (skipped: Debian's PostgreSQL 15 is not installed)"

describe.skipIf(!hasDebianPostgres)(`a Postgres with TLS${why}`, () => {
  let folder: string
  let authority: Authority
  let stranger: Authority
  let postgres: DebianPostgres
  let guarded: PostgresServer

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cuponera-tls-'))
    chmodSync(folder, 0o755)
    authority = makeAuthority(folder, 'ours')
    stranger = makeAuthority(folder, 'stranger')
    const { certFile, keyFile } = authority.sign('localhost')
    const account = needsAccount() ? await chooseAccount(join(folder, 'none')) : undefined
    if (account) chownSync(keyFile, account.uid, account.gid)
    const accessRules = join(folder, 'pg_hba.conf')
    writeFileSync(accessRules, rules)
    const settings = { ssl: 'on', ssl_cert_file: certFile, ssl_key_file: keyFile, hba_file: accessRules }
    const started = await startDebianPostgres(settings)
    if (!started) throw new Error('PostgreSQL 15 went away')
    postgres = started
    guarded = await makeGuarded(postgres.adminUrl)
  })

  afterEach(() => {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  })

  afterAll(async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true })
  })

  const check = (rest: Partial<PostgresServer>): Promise<ConnectionCheck> =>
    checkConnection({ ...guarded, ...rest }, migrations)

  async function expectDistrust(rest: Partial<PostgresServer>, says: RegExp): Promise<void> {
    const found = await check({ tls: 'verify', ...rest })
    expect(found).toMatchObject({ ok: false, problem: 'certificate' })
    expect(found.ok ? '' : inEnglish(found.sentence)).toMatch(says)
  }

  test('is not used without TLS where the server asks for it', async () => {
    const { database, user } = guarded
    expect(await check({ tls: 'off' })).toMatchObject({
      ok: false,
      problem: 'no_rights',
      sentence: { says: 'not_from_here', database, user },
    })
  })

  test('is not trusted by its word, nor by that of a stranger', async () => {
    await expectDistrust({}, /signed by nobody this computer trusts/)
    await expectDistrust({ ca_file: stranger.caFile }, /signed by nobody this computer trusts/)
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    await expectDistrust({}, /signed by nobody this computer trusts/)
  })

  test('is not trusted under another name than its certificate’s', async () => {
    await expectDistrust({ ca_file: authority.caFile, host: '127.0.0.1' }, /another name than “127\.0\.0\.1”/)
  })

  test('is not trusted with a certificate that has expired', async () => {
    const { certFile, keyFile } = authority.sign('localhost', -1)
    const there = await imitate(tlsWith(readFileSync(certFile), readFileSync(keyFile)))
    await expectDistrust({ ca_file: authority.caFile, port: there.port }, /not valid today/)
    await there.close()
  })

  test('is not asked where the CA file is missing, a folder, or holds no certificate', async () => {
    const empty = join(folder, 'empty.pem')
    writeFileSync(empty, 'no certificate\n')
    for (const ca_file of [join(folder, 'none.pem'), folder, empty])
      await expectDistrust({ ca_file }, new RegExp(`The certificate file “${ca_file}” cannot be used`))
  })

  test('is good encrypted alone, and good with its authority, in every part of the program', async () => {
    expect(await check({ tls: 'require', host: '127.0.0.1' })).toEqual({
      ok: true,
      server: expect.stringMatching(/^PostgreSQL 15\.\d+$/) as string,
    })
    const ca_file = join(folder, 'the authority & others.pem')
    writeFileSync(ca_file, readFileSync(authority.caFile))
    expect(await check({ tls: 'verify', ca_file })).toMatchObject({ ok: true })
    for (const entered of [{ tls: 'require' }, { tls: 'verify', ca_file }] as const) {
      const url = connectionUrl({ ...guarded, ...entered })
      await migrate(url, migrations)
      const store = connect(url, { log: () => undefined })
      const [rows] = await store.sequelize.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()')
      expect(rows).toEqual([{ ssl: true }])
      await store.close()
    }
  })
})

/** A role that is let in with TLS alone, and its database. */
async function makeGuarded(adminUrl: string): Promise<PostgresServer> {
  const password = 'a long secret'
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(`create role guarded login password '${password}'`)
  await client.query('create database guarded owner guarded')
  await client.end()
  const port = Number(new URL(adminUrl).port)
  const names = { database: 'guarded', user: 'guarded' }
  return { kind: 'server', host: 'localhost', port, ...names, password, tls: 'verify', ca_file: null }
}
