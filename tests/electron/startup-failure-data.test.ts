/** Starts on data of this computer that cannot be used, each brought about for real, and what a person is told of them. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { describeFailure } from '../../electron/startup-failure.ts'
import type { StartupFailure } from '../../server/contracts/desktop.ts'
import { inEnglish } from '../../server/contracts/sentences.ts'
import { migrate } from '../../server/db/migrate.ts'
import { openStage, withClient } from '../faults/embedded-support.ts'
import { failureOf, folders } from './failed-start.ts'

const isRoot = process.getuid?.() === 0
const stage = openStage()
afterEach(() => stage.clear())
afterAll(() => stage.close())

describe('a start fails on this computer’s own data', () => {
  const expectFailure = async (
    dataDir: string,
    expected: Partial<StartupFailure>,
  ): Promise<StartupFailure> => {
    const failure = await failureOf({ dataDir })
    expect(failure).toMatchObject({ where: dataDir, ...expected })
    expect(inEnglish(failure.sentence)).toContain(dataDir)
    return failure
  }

  test('where a file stands in the way of the folder', async () => {
    const dataDir = join(await stage.folder(), 'data')
    writeFileSync(dataDir, '')
    await expectFailure(dataDir, { problem: 'not_writable', remedies: ['retry', 'settings', 'logs'] })
    await expectFailure(join(dataDir, 'inner'), { problem: 'not_writable' })
  })

  test('that is read-only', async (context) => {
    const dataDir = await stage.folder()
    if (!isRoot) mkdirSync(join(dataDir, 'data'), { mode: 0o500 })
    else if (!mountTmpfs(dataDir, 'ro')) context.skip('this machine lets nobody mount')
    try {
      await expectFailure(isRoot ? dataDir : join(dataDir, 'data'), { problem: 'not_writable' })
    } finally {
      if (isRoot) execFileSync('umount', ['-l', dataDir])
    }
  })

  test('on a full disk', async (context) => {
    const dataDir = await stage.folder()
    if (!isRoot || !mountTmpfs(dataDir, 'size=12m,mode=755'))
      context.skip('a small disk is mounted by root, where mounting is allowed')
    try {
      const failure = await expectFailure(dataDir, {
        problem: 'no_space',
        sentence: { says: 'disk_full', folder: dataDir },
      })
      expect(failure.remedies).toEqual(['retry', 'settings', 'logs'])
    } finally {
      execFileSync('umount', ['-l', dataDir])
    }
  })

  test('made by another Postgres, damaged, or in use', async () => {
    const dataDir = await stage.madeFolder()
    const version = join(dataDir, 'postgres', 'PG_VERSION')
    for (const [text, problem] of [
      ['19\n', 'newer_version'],
      ['17\n', 'older_version'],
    ] as const) {
      writeFileSync(version, text)
      await expectFailure(dataDir, { problem, remedies: ['restore', 'settings', 'logs'] })
    }
    writeFileSync(version, '18\n')

    const running = await stage.start(dataDir)
    await expectFailure(dataDir, { problem: 'in_use', remedies: ['retry', 'settings'] })
    await running.stop()

    truncateSync(join(dataDir, 'postgres', 'global', 'pg_control'), 100)
    const failure = await expectFailure(dataDir, {
      problem: 'damaged',
      remedies: ['restore', 'logs', 'settings'],
    })
    expect(failure.detail).toContain('pg_control')
  })

  test('used by a newer Cuponera: an earlier copy may be restored', async () => {
    const dataDir = await stage.madeFolder()
    const running = await stage.start(dataDir)
    await migrate(running.url, folders.migrationsDir)
    await withClient(running.url, (client) =>
      client.query("insert into migrations (name) values ('9999_later.sql')"),
    )
    await running.stop()
    expect(await failureOf({ dataDir })).toMatchObject({
      problem: 'newer_schema',
      sentence: { says: 'newer_schema', migration: '9999_later.sql' },
      where: dataDir,
      remedies: ['restore', 'settings', 'logs'],
    })
  })

  test('without its programs', async () => {
    const folder = await stage.folder()
    const error: unknown = await stage
      .start(join(folder, 'data'), { binDir: folder })
      .catch((e: unknown) => e)
    const place = { dataDir: join(folder, 'data'), host: '127.0.0.1', port: 4780, databaseUrl: null }
    expect(describeFailure(error, place)).toMatchObject({
      problem: 'binaries_missing',
      where: place.dataDir,
      remedies: ['settings', 'logs'],
    })
  })
})

function mountTmpfs(folder: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', folder], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}
