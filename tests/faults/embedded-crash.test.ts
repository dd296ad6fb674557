import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { clusterName } from '../../server/db/embedded-cluster.ts'
import { findServer, stopServer } from '../../server/db/embedded-server.ts'
import { childrenNamed, waitUntil } from '../../server/db/embedded-process.ts'
import {
  lives,
  openStage,
  recall,
  recordEvents,
  remember,
  superuserUrl,
  withClient,
  clusterOf,
} from './embedded-support.ts'

const stage = openStage()
afterEach(() => stage.clear())
afterAll(() => stage.close())

const limitMs = 60_000

/** A program of its own with one remembered row; killed, it leaves its database running. */
async function programWithMemory(
  dataDir: string,
): Promise<{ url: string; pid: number; kill(): Promise<void> }> {
  const program = stage.program(dataDir)
  const line = await program.nextLine()
  const { url, pid } = line as { url: string; pid: number }
  await remember(url, 'before')
  return {
    url,
    pid,
    async kill() {
      program.child.kill('SIGKILL')
      await program.ended
    },
  }
}

describe('a program killed with kill -9', () => {
  test('leaves a server that the next one adopts, data and all, and stops in the end', async () => {
    const dataDir = await stage.madeFolder()
    const killed = await programWithMemory(dataDir)
    await killed.kill()
    expect(await lives(killed.pid)).toBe(true)
    const events = recordEvents()
    const next = await stage.start(dataDir, { log: events.log })
    expect(events.names).toEqual(['database_adopted'])
    expect({ pid: next.pid, url: next.url }).toEqual({ pid: killed.pid, url: killed.url })
    expect(await recall(next.url)).toEqual(['before'])
    await next.stop()
    expect(await lives(killed.pid)).toBe(false)
  })

  test('leaves a server that is stopped instead when it has other settings', async () => {
    const dataDir = await stage.madeFolder()
    const killed = await programWithMemory(dataDir)
    await killed.kill()
    const events = recordEvents()
    const next = await stage.start(dataDir, { log: events.log, extraSettings: { work_mem: '16MB' } })
    expect(events.names).toEqual(['database_orphan_stopped', 'database_started'])
    expect(await lives(killed.pid)).toBe(false)
    expect(await recall(next.url)).toEqual(['before'])
  })

  test('leaves a server that a stop ends by force when it hangs', async () => {
    const dataDir = await stage.madeFolder()
    const killed = await programWithMemory(dataDir)
    await killed.kill()
    process.kill(killed.pid, 'SIGSTOP')
    const cluster = await clusterOf(dataDir)
    const server = await findServer(cluster)
    expect(server?.pid).toBe(killed.pid)
    if (server) await stopServer(cluster, server, { fast: 1, immediate: 1 })
    expect(await lives(killed.pid)).toBe(false)
    expect(await recall((await stage.start(dataDir)).url)).toEqual(['before'])
  })

  test('leaves a server that is looked after once adopted: killed as well, it comes back', async () => {
    const dataDir = await stage.madeFolder()
    const killed = await programWithMemory(dataDir)
    await killed.kill()
    const events = recordEvents()
    const next = await stage.start(dataDir, { log: events.log })
    const back = events.next('database_started')
    process.kill(next.pid, 'SIGKILL')
    await back
    expect(next.pid).not.toBe(killed.pid)
    expect(await recall(killed.url)).toEqual(['before'])
  })

  test('together with its server loses nothing', async () => {
    const dataDir = await stage.madeFolder()
    const killed = await programWithMemory(dataDir)
    process.kill(killed.pid, 'SIGKILL')
    await killed.kill()
    const next = await stage.start(dataDir)
    expect(await recall(next.url)).toEqual(['before'])
  })

  test('in the middle of making the database leaves a folder that the next start uses as new', async () => {
    const dataDir = join(await stage.folder(), 'data')
    const program = stage.program(dataDir)
    const isHalfMade = async () => {
      const entries = await readdir(dataDir).catch(() => [])
      const draft = entries.find((entry) => entry.startsWith('postgres.new-'))
      const made = draft === undefined ? [] : await readdir(join(dataDir, draft, 'cluster')).catch(() => [])
      return made.length > 3
    }
    expect(await waitUntil(isHalfMade, limitMs)).toBe(true)
    program.child.kill('SIGKILL')
    await program.ended
    expect(await readdir(dataDir)).not.toContain('postgres')
    const next = await stage.start(dataDir)
    await remember(next.url, 'after all')
    expect(await recall(next.url)).toEqual(['after all'])
    await next.stop()
    const drafts = (await readdir(dataDir)).filter(
      (entry) => entry.includes('.new-') || entry.includes('lock'),
    )
    expect(drafts).toEqual([])
  })
})

describe('a server killed with kill -9 under a living program', () => {
  test('comes back on the same address with all that was committed, again and again', async () => {
    const dataDir = await stage.madeFolder()
    const events = recordEvents()
    const database = await stage.start(dataDir, { log: events.log })
    for (const word of ['a', 'b', 'c']) {
      const before = database.pid
      await remember(database.url, word)
      const back = events.next('database_started')
      process.kill(before, 'SIGKILL')
      await back
      expect(database.pid).not.toBe(before)
    }
    expect(await recall(database.url)).toEqual(['a', 'b', 'c'])
    expect(events.names.filter((name) => name === 'database_lost')).toHaveLength(3)
  })

  test('comes back although one of its backends is too busy to notice', async () => {
    const dataDir = await stage.madeFolder()
    const events = recordEvents()
    const database = await stage.start(dataDir, { log: events.log })
    await remember(database.url, 'kept')
    const client = new pg.Client(database.url)
    client.on('error', () => {})
    await client.connect()
    const busy = client
      .query('select count(*) from generate_series(1, 20000000000)')
      .catch((error: unknown) => error)
    const isBusy = async () => (await activeQueries(database.url, 'generate_series')) === 1
    expect(await waitUntil(isBusy, limitMs)).toBe(true)
    const back = events.next('database_started')
    process.kill(database.pid, 'SIGKILL')
    await back
    expect(await busy).toBeInstanceOf(Error)
    if (process.platform !== 'win32') expect(events.names).toContain('database_remains_ended')
    expect(await recall(database.url)).toEqual(['kept'])
  })

  test('is not started again when only our own connection was cut', async () => {
    const dataDir = await stage.madeFolder()
    const events = recordEvents()
    const database = await stage.start(dataDir, { log: events.log })
    const { pid } = database
    const password = await readFile(join(dataDir, 'postgres-password'), 'utf8')
    const back = events.next('database_reconnected')
    await withClient(superuserUrl(database.url, password), (client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cuponera supervisor'`,
      ),
    )
    await back
    expect(database.pid).toBe(pid)
    await expect(stage.start(dataDir)).rejects.toMatchObject({ code: 'in_use' })
  })

  test('does not hold up a stop, whether it is seen before or after', async () => {
    const dataDir = await stage.madeFolder()
    const events = recordEvents()
    const first = await stage.start(dataDir, { log: events.log })
    process.kill(first.pid, 'SIGKILL')
    await first.stop()

    const second = await stage.start(dataDir, { log: events.log })
    const lost = events.next('database_lost')
    process.kill(second.pid, 'SIGKILL')
    await lost
    await second.stop()
    expect(await childrenNamed(clusterName(join(dataDir, 'postgres')))).toEqual([])
    expect(await readdir(dataDir)).not.toContain('lock')
    expect(await readdir(join(dataDir, 'postgres'))).not.toContain('lock')
  })
})

async function activeQueries(url: string, part: string): Promise<number> {
  return withClient(url, async (client) => {
    const found = await client.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
       where state = 'active' and pid <> pg_backend_pid() and query like '%' || $1 || '%'`,
      [part],
    )
    return found.rows[0]?.n ?? 0
  })
}
