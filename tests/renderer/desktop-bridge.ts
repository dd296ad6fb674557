import {
  connectionInput,
  fileToSave,
  notice,
  portInput,
  type DesktopBridge,
  type DesktopSettings,
  type FailedCheck,
  type StartupFailure,
} from '../../server/contracts/desktop.ts'

/**
 * The other side of the bridge, as a page sees it: what is handed over is copied as between two processes, so that a proxy is refused,
 * and held against the contract. To be imported first: the console looks for the bridge once, when it loads.
 */

type Call = Exclude<keyof DesktopBridge, 'onResume'>
type Answers = { [Name in Call]: DesktopBridge[Name] }

export const settings = (over: Partial<DesktopSettings> = {}): DesktopSettings => ({
  connection: { kind: 'this_computer' },
  has_password: false,
  port: null,
  start_at_login: false,
  can_start_at_login: true,
  keeps_secrets: true,
  data_dir: '/home/ana/Cuponera',
  fixed_by_environment: { connection: false, port: false },
  ...over,
})

/** The data is on a server whose password is kept. */
export const onServer = (over: Partial<DesktopSettings> = {}): DesktopSettings =>
  settings({
    connection: {
      kind: 'server',
      host: 'db.store.example',
      port: 5432,
      database: 'shop',
      user: 'till',
      tls: 'require',
      ca_file: null,
    },
    has_password: true,
    ...over,
  })

export const failure = (over: Partial<StartupFailure> = {}): StartupFailure => ({
  problem: 'unreachable',
  sentence: { says: 'nobody_answers', at: 'db.store.example:5432' },
  where: 'db.store.example:5432/shop',
  detail: 'connect ECONNREFUSED 10.0.4.17:5432',
  remedies: ['retry', 'settings', 'logs'],
  ...over,
})

export const refusedCheck: FailedCheck = {
  ok: false,
  problem: 'wrong_password',
  sentence: { says: 'login_refused', at: 'db.example:6543', user: 'luis' },
  detail: 'password authentication failed for user "till"',
}

const usual: Answers = {
  speak: async () => undefined,
  versions: async () => ({ cuponera: '0.1.0', electron: '45.4.1', chromium: '142.0', node: '24.11.1' }),
  startupFailure: async () => null,
  retryStart: async () => null,
  restoreData: async () => null,
  openLogs: async () => undefined,
  settings: async () => settings(),
  testConnection: async () => ({ ok: true, server: 'PostgreSQL 16.4' }),
  changeConnection: async () => ({ outcome: 'saved' }),
  changePort: async () => ({ outcome: 'saved' }),
  setStartAtLogin: async () => undefined,
  chooseCaFile: async () => null,
  chooseCsv: async () => null,
  saveFile: async () => true,
  notify: async () => undefined,
  restart: async () => undefined,
}

const inputs = {
  testConnection: connectionInput,
  changeConnection: connectionInput,
  changePort: portInput,
  saveFile: fileToSave,
  notify: notice,
}

let answers = usual
let asked: { name: Call; input: unknown }[] = []
const listeners = new Set<() => void>()

function answering(name: Call): (input?: unknown) => Promise<unknown> {
  return async (input) => {
    const copy: unknown = structuredClone(input)
    if (name in inputs) inputs[name as keyof typeof inputs].parse(copy)
    asked.push({ name, input: copy })
    return structuredClone(await (answers[name] as (input: unknown) => Promise<unknown>)(copy))
  }
}

const calls = Object.fromEntries((Object.keys(usual) as Call[]).map((name) => [name, answering(name)]))

window.cuponera = {
  ...(calls as unknown as Answers),
  onResume(listener) {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

/** From now on the desktop program answers these, and all else as usual. */
export function desktopProgram(given: Partial<Answers> = {}) {
  answers = { ...usual, ...given }
  asked = []
  return {
    /** What was handed over in each call of this name, in their order. */
    of: (name: Call): unknown[] => asked.filter((each) => each.name === name).map(({ input }) => input),
    /** The computer wakes from sleep. */
    wake: (): void => {
      for (const listener of listeners) listener()
    },
  }
}

/** An answer that comes when the test says so. */
export function held<T>(): { answer: () => Promise<T>; give: (value: T) => void } {
  let give: (value: T) => void = () => undefined
  const promise = new Promise<T>((resolve) => (give = resolve))
  return { answer: () => promise, give }
}
