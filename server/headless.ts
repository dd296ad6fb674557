import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConfigError, readConfig, type ProgramFolders } from './config.ts'
import { startDemo } from './demo/start-demo.ts'
import { startServer } from './start.ts'

/** The command-line entry: the API and the console without Electron. Exits 2 for a bad setting, 1 for a failed start. */

// Built, this file is out/main/headless.js; from source it is server/headless.ts. The other folders lie around it accordingly.
function programFolders(): ProgramFolders {
  const here = dirname(fileURLToPath(import.meta.url))
  const root = here.endsWith(join('out', 'main')) ? join(here, '..', '..') : join(here, '..')
  const consoleDir = join(root, 'out', 'renderer')
  return { consoleDir: existsSync(consoleDir) ? consoleDir : null, migrationsDir: join(root, 'migrations') }
}

async function main(): Promise<void> {
  const config = readConfig(programFolders(), process.argv.slice(2))
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
  if (config.demo) await startDemo(server.app, (text) => process.stdout.write(`${text}\n`))
  process.stdout.write(`ready ${server.url}\n`)
}

function fail(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(`cuponera: ${text}\n`)
  process.exitCode = error instanceof ConfigError ? 2 : 1
}

main().catch(fail)
