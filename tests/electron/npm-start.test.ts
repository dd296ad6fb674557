import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

/** What `npm start` runs: the window where there can be one, else the console at an address, and one line that says why. */

const root = join(import.meta.dirname, '..', '..')
const isRoot = process.getuid?.() === 0
const nobody = 65_534
let folder: string
let database: TestDatabase
let started: ChildProcess | undefined

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cuponera-start-'))
  chmodSync(folder, 0o755)
  // In Electron's place: it says with what it was started.
  writeFileSync(join(folder, 'electron'), '#!/bin/sh\necho "window on $*"\n', { mode: 0o755 })
  database = await createTestDatabase()
})

afterEach(async () => {
  if (started?.exitCode === null && started.signalCode === null) {
    started.kill('SIGTERM')
    await once(started, 'close')
  }
})

afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

/** Starts it, and waits until it has said this. */
async function start(until: RegExp, env: Record<string, string>, uid?: number): Promise<string> {
  // What is asked for goes on to the program; a whole demo would only keep this waiting.
  const asked = 'DISPLAY' in env ? ['--demo'] : []
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), ...asked], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', CUPONERA_PORT: '0', DATABASE_URL: database.url, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  started = child
  let said = ''
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      if (until.test(said)) resolve(said)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', reject)
    child.on('close', () => {
      reject(new Error(`it ended without it, and said: ${said}`))
    })
  })
}

describe.skipIf(process.platform !== 'linux')(
  `npm start${process.platform === 'linux' ? '' : ' (skipped: elsewhere there is always a screen)'}`,
  () => {
    test('without a screen says so in one line, and serves the console at the address that it prints', async () => {
      const said = await start(/^ready \S+$/m, {})
      expect(said.match(/^No desktop window: .+$/gm)).toEqual([
        'No desktop window: this machine has no screen. The console opens in a browser instead.',
      ])
      const page = await fetch(/^ready (\S+)$/m.exec(said)?.[1] ?? '')
      expect(await page.text()).toContain('<title>Cuponera</title>')
    })

    test('with a screen and Electron opens the window, with what was asked for', async (context) => {
      const env = { DISPLAY: ':99', ELECTRON_EXEC_PATH: join(folder, 'electron') }
      if (isRoot) {
        expect(await start(/No desktop window: .+\n/, env)).toContain('Electron does not run as root')
        started?.kill('SIGTERM')
      }
      if (isRoot && root.startsWith('/root')) return context.skip('nobody but root can read this checkout')
      const said = await start(/window on .+\n/, env, isRoot ? nobody : undefined)
      expect(said).toBe(`window on ${root} --demo\n`)
    })

    test('with a screen and without Electron names what is missing', async () => {
      const missing = join(folder, 'gone')
      const env = { DISPLAY: ':99', ELECTRON_EXEC_PATH: missing }
      const uid = isRoot && !root.startsWith('/root') ? nobody : undefined
      const reason = uid === undefined && isRoot ? 'as root' : `there is no ${missing} (ELECTRON_EXEC_PATH)`
      expect(await start(/No desktop window: .+\n/, env, uid)).toContain(reason)
    })
  },
)
