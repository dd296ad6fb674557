import { execFile } from 'node:child_process'
import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { lives, openStage, recall, recordEvents, remember } from './embedded-support.ts'

const stage = openStage()
afterEach(() => stage.clear())
afterAll(() => stage.close())

const isLinux = process.platform === 'linux'

describe('a pid file', () => {
  test.each([
    ['dead', () => 4_000_000],
    ["now another program's", () => stage.bystander()],
  ])('whose process is %s stops no start, and that process is left alone', async (_, makePid) => {
    const dataDir = await stage.madeFolder()
    const folder = join(dataDir, 'postgres')
    const pid = makePid()
    const path = join(folder, 'postmaster.pid')
    await writeFile(path, [pid, folder, 1_700_000_000, 5432, '', '127.0.0.1', '', 'ready', ''].join('\n'), {
      mode: 0o600,
    })
    if (process.getuid?.() === 0) await promisify(execFile)('chown', ['--reference', folder, path])
    const wasAlive = await lives(pid)
    const database = await stage.start(dataDir)
    await remember(database.url, 'kept')
    expect(await lives(pid)).toBe(wasAlive)
  })

  test.runIf(isLinux)('that names the server of another folder leaves that server alone', async () => {
    const folder = await stage.folder()
    const other = await stage.start(join(folder, 'other'))
    const { pid } = other
    const dataDir = join(folder, 'data')
    await (await stage.start(dataDir)).stop()
    const text = await readFile(join(folder, 'other', 'postgres', 'postmaster.pid'), 'utf8')
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), text)
    const database = await stage.start(dataDir)
    expect(database.pid).not.toBe(pid)
    await remember(other.url, 'undisturbed')
  })
})

describe('a lock file', () => {
  test('of a process that is gone, or cut short, or of a pid that another process has now, is taken over', async () => {
    const dataDir = await stage.madeFolder()
    const started = 'another life'
    const dead = [
      JSON.stringify({ pid: 4_000_000, started, nonce: 'a' }),
      '{"pid": 12',
      JSON.stringify({ pid: process.pid, started, nonce: 'b' }),
    ]
    for (const text of dead) {
      await writeFile(join(dataDir, 'lock'), text)
      await (await stage.start(dataDir)).stop()
      expect(await readdir(dataDir)).not.toContain('lock')
    }
  })
})

describe('a lost password', () => {
  test('of the superuser or of the application is replaced, and the data is there', async () => {
    const dataDir = await stage.madeFolder()
    const first = await stage.start(dataDir)
    await remember(first.url, 'kept')
    await first.stop()
    await rm(join(dataDir, 'postgres-password'))
    await rm(join(dataDir, 'postgres-app-password'))
    const events = recordEvents()
    const second = await stage.start(dataDir, { log: events.log })
    expect(events.names).toContain('database_password_renewed')
    expect(new URL(second.url).password).not.toBe(new URL(first.url).password)
    expect(await recall(second.url)).toEqual(['kept'])
  })
})
