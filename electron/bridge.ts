/** Main process: answers the calls of the page: each only to the console's own top frame, each with its input read first. */
import { ipcMain, Notification, type BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import type { Logger } from 'pino'
import { z } from 'zod'
import { fixedByEnvironment } from '../server/config.ts'
import {
  connectionInput,
  fileToSave,
  desktopLanguage,
  notice,
  portInput,
  type DesktopBridge,
  type DesktopSettings,
} from '../server/contracts/desktop.ts'
import { channels, type Answer, type Call } from './bridge-channels.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { chooseCaFile, chooseCopy, chooseCsv, saveFile } from './files.ts'
import { openLogs } from './logs-folder.ts'
import { speak } from './language.ts'
import { canStartAtLogin, setStartAtLogin, startsAtLogin } from './login-item.ts'
import { isAt } from './navigation.ts'
import type { Program } from './program.ts'
import type { Ending } from './quit.ts'
import { keepsSecrets } from './secrets.ts'
import { versions } from './versions.ts'
import { bringUp } from './window.ts'

export interface BridgeParts {
  program: Program
  connection: ConnectionSettings
  ending: Ending
  log: Logger
  /** Sets the menu anew. */
  renameMenu: () => void
}

type InputOf<Name extends Call> = Parameters<DesktopBridge[Name]> extends [infer Input] ? Input : undefined

interface Operation<Name extends Call> {
  input: z.ZodType<InputOf<Name>>
  run: (input: InputOf<Name>, window: BrowserWindow) => ReturnType<DesktopBridge[Name]>
}

/** Listens to the page of `window`, at the origin that the program shows at that moment. To be called once. */
export function offerBridge(window: BrowserWindow, parts: BridgeParts): void {
  const operations = operationsOf(parts)
  for (const name of Object.keys(channels) as Call[]) {
    // Each goes with its own input; the loop cannot know that.
    const { input, run } = operations[name] as Operation<'versions'>
    const answer = async (event: IpcMainInvokeEvent, given: unknown): Promise<Answer> => {
      try {
        refuseOthers(event, window, parts.program.origin)
        return { value: await run(input.parse(given), window) }
      } catch (error) {
        const refusal = wordsOf(error)
        parts.log.warn({ call: name, refusal }, 'bridge_call_refused')
        return { refusal }
      }
    }
    ipcMain.handle(channels[name], answer)
  }
}

function operationsOf({ program, connection, ending, renameMenu }: BridgeParts): {
  [Name in Call]: Operation<Name>
} {
  const nothing = z.undefined()
  return {
    speak: {
      input: desktopLanguage,
      run: async (language) => {
        if (speak(language)) renameMenu()
      },
    },
    versions: { input: nothing, run: async () => versions() },
    startupFailure: { input: nothing, run: async () => program.failure },
    retryStart: { input: nothing, run: () => program.retryStart() },
    restoreData: {
      input: nothing,
      run: async (_input, window) => {
        const copy = await chooseCopy(window)
        return copy === null ? null : program.restoreData(copy)
      },
    },
    openLogs: { input: nothing, run: openLogs },
    settings: { input: nothing, run: () => settingsOf(program, connection) },
    testConnection: { input: connectionInput, run: (input) => connection.test(input) },
    changeConnection: { input: connectionInput, run: (input) => program.changeConnection(input) },
    changePort: { input: portInput, run: (port) => program.changePort(port) },
    setStartAtLogin: {
      input: z.boolean(),
      run: async (on) => {
        setStartAtLogin(on)
      },
    },
    chooseCaFile: { input: nothing, run: (_input, window) => chooseCaFile(window) },
    chooseCsv: { input: nothing, run: (_input, window) => chooseCsv(window) },
    saveFile: { input: fileToSave, run: (file, window) => saveFile(window, file) },
    notify: { input: notice, run: async (words, window) => notify(words, window) },
    restart: { input: nothing, run: (_input, window) => ending.restart(window) },
  }
}

function refuseOthers(
  { sender, senderFrame }: IpcMainInvokeEvent,
  window: BrowserWindow,
  origin: string,
): void {
  const isOurs =
    sender === window.webContents && senderFrame?.parent === null && isAt(senderFrame.url, origin)
  if (!isOurs) throw new Error('Only the console may ask this.')
}

async function settingsOf(program: Program, { kept }: ConnectionSettings): Promise<DesktopSettings> {
  return {
    connection: kept.connection,
    has_password: kept.password !== null,
    port: kept.port,
    start_at_login: startsAtLogin(),
    can_start_at_login: canStartAtLogin,
    keeps_secrets: await keepsSecrets(),
    data_dir: program.dataDir,
    fixed_by_environment: fixedByEnvironment(),
  }
}

function notify(words: z.output<typeof notice>, window: BrowserWindow): void {
  if (!Notification.isSupported()) return
  const notification = new Notification(words)
  notification.on('click', () => {
    bringUp(window)
  })
  notification.show()
}

function wordsOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const issue = error.issues[0]
    return `This cannot be used: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(' ')}.`
  }
  return error instanceof Error ? error.message : String(error)
}
