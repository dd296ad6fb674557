/** The built desktop program as a process of its own, on the stand-in for Electron, and the hands that a person has on it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'
import type { DesktopBridge, PostgresServer } from '../../server/contracts/desktop.ts'
import { clusterName } from '../../server/db/embedded-cluster.ts'
import { childrenNamed } from '../../server/db/embedded-process.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { chromiumArgs, findChromium } from '../support/needs.mjs'

const root = join(import.meta.dirname, '..', '..')
const standIn = pathToFileURL(join(import.meta.dirname, 'stand-in', 'register.mjs')).href

/** A Chromium for the windows of the programs that a test file starts. */
export interface Screen {
  context: BrowserContext
  /** Where a program finds it. */
  endpoint: string
  close(): Promise<void>
}

export async function openScreen(): Promise<Screen> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('there is no Chromium')
  const folder = mkdtempSync(join(tmpdir(), 'cuponera-screen-'))
  const args = [...chromiumArgs, '--remote-debugging-port=0']
  const context = await chromium.launchPersistentContext(folder, { executablePath, args })
  context.setDefaultTimeout(20_000)
  const [port] = readFileSync(join(folder, 'DevToolsActivePort'), 'utf8').split('\n')
  return {
    context,
    endpoint: `http://127.0.0.1:${String(port)}`,
    close: async () => {
      await context.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** A person's computer: where the program keeps its settings, its logs and its data. */
export interface Home {
  folder: string
  at(...parts: string[]): string
  remove(): void
}

/** @param settings what `settings.json` holds before the first start. */
export function makeHome(settings?: object): Home {
  const folder = mkdtempSync(join(tmpdir(), 'cuponera-desktop-'))
  // The database's own account must pass through.
  chmodSync(folder, 0o755)
  const at = (...parts: string[]): string => join(folder, ...parts)
  mkdirSync(at('userData'))
  if (settings) writeFileSync(at('userData', 'settings.json'), JSON.stringify(settings))
  return {
    folder,
    at,
    remove: () => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

export interface Told {
  event: string
  [fact: string]: unknown
}

export interface Question {
  kind: 'open' | 'save' | 'message'
  options: { message?: string; buttons?: string[]; defaultId?: number; [option: string]: unknown }
  answer(value: object): void
}

export interface DesktopProgram {
  child: ChildProcess
  /** The page of its window, once there is one. */
  page: Promise<Page>
  /** The next thing of this name that the program does, or has done since it was last asked for. Throws where it ends without it. */
  next(event: string): Promise<Told>
  /** What it has done that nobody asked for yet. */
  told(): Told[]
  /** The next dialog that waits for an answer. */
  question(): Promise<Question>
  /** Does something to it from outside; gives what the stand-in answers. */
  command(name: string, input?: unknown): Promise<any>
  stderr(): string
  /** Its exit code, once it has ended and said everything. */
  ended: Promise<number | null>
}

/** Starts the program, with nothing of this process's own settings. */
export function runDesktop(
  screen: Screen,
  home: Home,
  env: Record<string, string> = {},
  args: string[] = [],
): DesktopProgram {
  const page = screen.context.waitForEvent('page', { timeout: 40_000 })
  page.catch(() => undefined)
  const child = spawn(
    process.execPath,
    ['--import', standIn, join(root, 'out', 'main', 'index.js'), ...args],
    {
      cwd: root,
      env: {
        PATH: process.env['PATH'] ?? '',
        STAND_IN_HOME: home.folder,
        STAND_IN_CHROMIUM: screen.endpoint,
        CUPONERA_DATA_DIR: home.at('data'),
        ...env,
      },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    },
  )
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const line = listen(child, ended)
  return {
    child,
    page,
    next: line.next,
    told: line.told,
    question: async () => {
      const { id, kind, options } = await line.next('dialog')
      const answer = (value: object): void => void child.send({ answer: id, value })
      return { kind, options, answer } as Question
    },
    command: line.command,
    stderr: () => stderr,
    ended,
  }
}

interface Reply {
  reply: number
  value?: unknown
  error?: string
}

/** Keeps what the program tells until somebody asks for it. */
function listen(
  child: ChildProcess,
  ended: DesktopProgram['ended'],
): Pick<DesktopProgram, 'next' | 'told' | 'command'> {
  const told: Told[] = []
  const waiting = new Set<() => void>()
  const replies = new Map<number, (reply: Reply) => void>()
  let commands = 0
  child.on('message', (message: Told | Reply) => {
    if ('event' in message) {
      told.push(message)
      for (const look of waiting) look()
    } else replies.get(message.reply)?.(message)
  })
  return {
    told: () => [...told],
    next: (event) =>
      new Promise((resolve, reject) => {
        void ended.then((code) => {
          reject(new Error(`the program ended with ${String(code)}, and without “${event}”`))
        })
        const look = (): void => {
          const at = told.findIndex((one) => one.event === event)
          const [found] = at < 0 ? [] : told.splice(at, 1)
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    command: (command, input) =>
      new Promise((resolve, reject) => {
        commands += 1
        replies.set(commands, ({ value, error }) => {
          if (error === undefined) resolve(value)
          else reject(new Error(error))
        })
        child.send({ id: commands, command, input })
      }),
  }
}

/** A program at work, with its page and all that it stands on. */
export interface ShownDesktop {
  screen: Screen
  home: Home
  database: TestDatabase
  program: DesktopProgram
  page: Page
  /** Ends the program, which has to end in order, and leaves nothing of it. */
  end(): Promise<void>
}

/** Starts a program in a home of its own and on a database of its own, and waits for its window. */
export async function showDesktop(
  env: Record<string, string> = {},
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<ShownDesktop> {
  const [screen, home, database] = [await openScreen(), makeHome(), await createTestDatabase()]
  const program = runDesktop(screen, home, { DATABASE_URL: database.url, CUPONERA_PORT: '0', ...env })
  await program.next('shown')
  const page = await program.page
  const end = async (): Promise<void> => {
    program.child.kill(signal)
    expect(await program.ended).toBe(0)
    await screen.close()
    await database.drop()
    home.remove()
  }
  return { screen, home, database, program, page, end }
}

/** Makes a call of the bridge from its page. */
export function ask<Name extends keyof DesktopBridge>(
  page: Page,
  name: Name,
  input?: unknown,
): Promise<Awaited<ReturnType<DesktopBridge[Name]>>> {
  return page.evaluate(([name, input]) => (window.cuponera as any)[name as string](input), [name, input])
}

/** A connection as a person enters it, to the database at `url`. */
export function serverAt(url: string, overrides: Partial<PostgresServer> = {}): PostgresServer {
  const { hostname, port, pathname, username, password } = new URL(url)
  const place = { host: hostname, port: Number(port), database: pathname.slice(1), user: username, password }
  return { kind: 'server', ...place, tls: 'off', ca_file: null, ...overrides }
}

/** Locks and drafts that a program must not leave in this home, and processes that name it. */
export async function leftIn(home: Home): Promise<string[]> {
  const files = readdirSync(home.folder, { recursive: true }).map(String)
  const processes = await childrenNamed(clusterName(home.at('data', 'postgres')))
  return [
    ...files.filter((path) => /(^|[/.])(lock|sock|pid|new|part|tmp|takeover)(\.[\w-]+)?$/.test(path)),
    ...processes.map((pid) => `process ${pid}`),
  ]
}

/** A port of this computer that nobody uses. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
