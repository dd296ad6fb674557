/** The demo store: the program itself, as a process, on a database of its own. */
import { expect } from 'vitest'
import { createTestDatabase } from './database.ts'
import { runHeadless, stop } from './program.ts'

export interface DemoStore {
  url: string
  databaseUrl: string
  /** Stops the program, which must end well, and drops the database. */
  close(): Promise<void>
}

/** Opens a demo store of one's own. */
export async function openDemoStore(): Promise<DemoStore> {
  const database = await createTestDatabase()
  const program = runHeadless({ DATABASE_URL: database.url }, ['--demo'])
  return {
    url: await program.ready,
    databaseUrl: database.url,
    close: async () => {
      expect(await stop(program)).toBe(0)
      await database.drop()
    },
  }
}
