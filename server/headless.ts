import { ConfigError, programFolders, readConfig } from './config.ts'
import { startServer, type RunningServer } from './start.ts'

/** The command-line entry: the API and the console without Electron. Exits 2 for a bad setting, 1 for a failed start. */

async function main(): Promise<void> {
  const config = readConfig(programFolders(import.meta.url), process.argv.slice(2))
  const server = await startServer(config)
  let stopping = false
  const stop = (): void => {
    // npm and the shell may both pass the same Ctrl-C on.
    if (stopping) return
    stopping = true
    server.close().then(() => {
      process.exitCode = 0
    }, fail)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (config.demo) await fillDemo(server)
  process.stdout.write(`ready ${server.url}\n`)
}

async function fillDemo(server: RunningServer): Promise<void> {
  try {
    await server.fillDemo((text) => process.stdout.write(`${text}\n`))
  } catch (error) {
    // A server that never said it is ready must not stay.
    await server.close()
    throw error
  }
}

function fail(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(`cuponera: ${text}\n`)
  process.exitCode = error instanceof ConfigError ? 2 : 1
}

main().catch(fail)
