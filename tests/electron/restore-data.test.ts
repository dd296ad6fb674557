/** An earlier copy of the data folder comes back whole, or the present data stays as it is. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { inEnglish } from '../../server/contracts/sentences.ts'
import { restoreData } from '../../server/restore-data.ts'
import { openStage, recall, remember } from '../faults/embedded-support.ts'

const stage = openStage()
afterEach(() => stage.clear())

/** Holds a copy that several tests only read. */
const shelf = openStage()
let copy: string
beforeAll(async () => {
  copy = await shelf.madeFolder()
})
afterAll(async () => {
  await stage.close()
  await shelf.close()
})

/** What becomes of a copy, as a person reads it in English. */
async function restore(from: string, dataDir: string): Promise<{ restored: boolean; message: string }> {
  const { restored, sentences } = await restoreData(from, dataDir)
  return { restored, message: sentences.map(inEnglish).join(' ') }
}

const isRoot = process.getuid?.() === 0

/** Every file there, by name, size and time of change. */
function stateOf(folder: string, nowAt = folder): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.replace(folder, nowAt), ...statSync(path) }))
    .map(({ path, size, mtimeMs }) => `${path} ${size} ${mtimeMs}`)
    .toSorted()
}

describe('a copy is refused, and nothing is changed', () => {
  test('where it is none, of another Postgres, not whole, damaged, or the data itself', async () => {
    const dataDir = copy
    const broken = await stage.madeFolder()
    const cluster = join(broken, 'postgres')
    const before = stateOf(dirname(dataDir))
    const expectRefusal = async (from: string, says: RegExp): Promise<void> => {
      const { restored, message } = await restore(from, dataDir)
      expect({ restored, message }).toEqual({
        restored: false,
        message: expect.stringMatching(says) as string,
      })
      expect(message).toMatch(/ Nothing was changed\.$/)
      expect(stateOf(dirname(dataDir))).toEqual(before)
    }

    await expectRefusal(join(broken, 'none'), /no such file or directory/)
    await expectRefusal(cluster, /is no copy of a data folder/)
    await expectRefusal(dataDir, /is the present data folder/)
    for (const version of ['19\n', '17\n']) {
      writeFileSync(join(cluster, 'PG_VERSION'), version)
      await expectRefusal(
        broken,
        new RegExp(`made by Postgres ${version.trim()}, and this Cuponera has Postgres 18`),
      )
    }
    writeFileSync(join(cluster, 'PG_VERSION'), '18\n')
    rmSync(join(cluster, 'pg_xact'), { recursive: true })
    await expectRefusal(broken, /Postgres cannot open the copy: .*\(FATAL: /)
    truncateSync(join(cluster, 'global', 'pg_control'), 100)
    await expectRefusal(broken, /not whole: its file postgres\/global\/pg_control/)
  })

  test('while a program uses the data', async () => {
    const dataDir = await stage.madeFolder()
    const running = await stage.start(dataDir)
    const outcome = await restore(copy, dataDir)
    expect(outcome).toEqual({
      restored: false,
      message: expect.stringContaining(`Another Cuponera (process ${process.pid}) is using`) as string,
    })
    rmSync(join(dataDir, 'lock'))
    expect((await restore(copy, dataDir)).message).toContain('Another Cuponera is using')
    expect(readdirSync(dirname(dataDir))).toEqual(['data'])
    await remember(running.url, 'undisturbed')
  })

  test('for want of room beside the data', async (context) => {
    const disk = await stage.folder()
    try {
      if (!isRoot) throw new Error('only root mounts')
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=755', 'none', disk], { stdio: 'pipe' })
    } catch {
      context.skip('a small disk is mounted by root, where mounting is allowed')
    }
    try {
      const dataDir = join(disk, 'data')
      mkdirSync(dataDir)
      const { restored, message } = await restore(copy, dataDir)
      expect({ restored, message }).toEqual({
        restored: false,
        message: expect.stringContaining('no room') as string,
      })
      expect(readdirSync(disk)).toEqual(['data'])
    } finally {
      execFileSync('umount', ['-l', disk])
    }
  })
})

describe('a copy is put in place', () => {
  test('of the present data, which is kept beside it; the copy is only read', async () => {
    const dataDir = await stage.madeFolder()
    const present = stateOf(dataDir, dataDir)
    const earlier = await killedFolder('earlier')
    // As it comes back from another disk: open to all, and owned by whoever copied it.
    for (const path of ['', 'postgres', 'postgres-password']) chmodSync(join(earlier, path), 0o777)
    writeFileSync(join(earlier, 'lock'), '{"pid": 1, "started": "another boot", "nonce": "x"}')
    if (isRoot) execFileSync('chown', ['-R', 'root:root', earlier])
    const before = stateOf(earlier)

    const { restored, message } = await restore(earlier, dataDir)
    expect({ restored, message }).toEqual({
      restored: true,
      message: expect.stringContaining(earlier) as string,
    })
    expect(message).toContain('while Cuponera was running or after a crash')
    expect(stateOf(earlier)).toEqual(before)
    expect(readdirSync(dataDir).filter((name) => !name.startsWith('postgres-bin'))).toEqual(ours)
    const cluster = statSync(join(dataDir, 'postgres'))
    expect(cluster.mode & 0o777).toBe(0o700)
    expect(cluster.uid === 0).toBe(false)
    expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600)

    const [kept = ''] = readdirSync(dirname(dataDir)).filter((name) => name !== 'data')
    expect(kept).toMatch(/^data-before-restore-\d{14}$/)
    expect(message).toContain(kept)
    expect(stateOf(join(dirname(dataDir), kept), dataDir)).toEqual(present)

    const database = await stage.start(dataDir)
    expect(await recall(database.url)).toEqual(['earlier'])
  })

  test('where there was no data yet', async () => {
    const folder = await stage.folder()
    const outcome = await restore(copy, join(folder, 'data'))
    expect(outcome).toEqual({ restored: true, message: `The data of ${copy} is in place.` })
    expect(readdirSync(folder)).toEqual(['data'])
    expect(readdirSync(join(folder, 'data')).filter((name) => !name.startsWith('postgres-bin'))).toEqual(ours)
  })
})

const ours = ['postgres', 'postgres-app-password', 'postgres-password']

/** A data folder in which a word is remembered, as it lies there when the program and its database were killed. */
async function killedFolder(word: string): Promise<string> {
  const dataDir = await stage.madeFolder()
  const database = await stage.start(dataDir)
  await remember(database.url, word)
  const stopped = database.stop()
  process.kill(database.pid, 'SIGKILL')
  await stopped
  expect(readdirSync(join(dataDir, 'postgres'))).toContain('postmaster.pid')
  return dataDir
}
