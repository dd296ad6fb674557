import { join } from 'node:path'
import { pino } from 'pino'
import { describeFailure } from '../../electron/startup-failure.ts'
import { readConfig, type Config } from '../../server/config.ts'
import type { StartupFailure } from '../../server/contracts/desktop.ts'
import { startServer } from '../../server/start.ts'

const root = join(import.meta.dirname, '..', '..')
export const folders = { consoleDir: null, migrationsDir: join(root, 'migrations'), resourcesDir: root }

/** What a person is told when the program starts with this configuration, which must not work. */
export async function failureOf(overrides: Partial<Config>): Promise<StartupFailure> {
  const config: Config = { ...readConfig(folders, [], {}), port: 0, ...overrides }
  try {
    const server = await startServer(config, pino({ level: 'silent' }))
    await server.close()
  } catch (error) {
    return describeFailure(error, config)
  }
  throw new Error('the start did not fail')
}
