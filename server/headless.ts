import { ConfigError, programFolders, readConfig, type Config } from './config.ts'
import { resetAdminPassword, startServer } from './start.ts'

/** The command-line entry: the API and the console without Electron, or one command. Exits 2 for a bad setting, 1 for a failed start. */

async function main(): Promise<void> {
  const config = readConfig(programFolders(import.meta.url), process.argv.slice(2))
  if (config.resetPasswordOf !== null) {
    await reset(config, config.resetPasswordOf)
    return
  }
  const told = untilToldToStop()
  const server = await startServer(config)
  try {
    if (config.demo) await server.fillDemo((text) => process.stdout.write(`${text}\n`))
    if (!told.already()) process.stdout.write(`ready ${server.url}\n`)
    await told.toStop
  } finally {
    await server.close()
  }
}

async function reset(config: Config, email: string): Promise<void> {
  const password = await resetAdminPassword(config, email)
  if (password === undefined)
    throw new ConfigError(`No active administrator has the address “${email}”. Nothing was changed.`)
  process.stdout.write(`The new password of ${email}: ${password}\n`)
}

/**
 * Hears SIGINT and SIGTERM from the beginning: one that comes during the start must not leave a database behind. npm and the shell
 * may both pass the same Ctrl-C on; once is enough.
 */
function untilToldToStop(): { toStop: Promise<void>; already: () => boolean } {
  let told = false
  const toStop = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => {
        told = true
        resolve()
      })
  })
  return { toStop, already: () => told }
}

function fail(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(`cuponera: ${text}\n`)
  process.exitCode = error instanceof ConfigError ? 2 : 1
}

main().catch(fail)
