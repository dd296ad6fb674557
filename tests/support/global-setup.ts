/** One Postgres for the whole run, whichever projects take part in it. */
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { createTemplate } from './database.ts'
import { startPostgres, type TestPostgres } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser of the run's Postgres 18, for what an ordinary role must not do. */
    postgresAdminUrl: string
    /** The ordinary role that owns every test database. */
    postgresOwnerUrl: string
    /** tests/faults/embedded-program.ts as plain JavaScript, so that each of its many processes starts at once. */
    embeddedProgram: string
  }
}

interface Shared {
  users: number
  server: Promise<TestPostgres>
  embeddedProgram: Promise<string>
}

// Each project loads this module afresh, in the same process: what they share hangs on the process.
const place = globalThis as typeof globalThis & { cuponeraTestPostgres?: Shared }

/** Called by vitest once for each project of the run; the last one to leave stops the server. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (place.cuponeraTestPostgres ??= {
    users: 0,
    server: startWithTemplate(),
    embeddedProgram: buildEmbeddedProgram(),
  })
  shared.users += 1
  const server = await shared.server
  project.provide('postgresAdminUrl', server.adminUrl)
  project.provide('postgresOwnerUrl', server.ownerUrl)
  project.provide('embeddedProgram', await shared.embeddedProgram)

  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    delete place.cuponeraTestPostgres
    await server.stop()
  }
}

async function startWithTemplate(): Promise<TestPostgres> {
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const server = await startPostgres({ locale })
  try {
    await createTemplate(server.ownerUrl)
  } catch (error) {
    await server.stop()
    throw error
  }
  return server
}

async function buildEmbeddedProgram(): Promise<string> {
  const root = join(import.meta.dirname, '..', '..')
  const outDir = join(root, 'test-output', 'programs')
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: false, ssr: 'tests/faults/embedded-program.ts', target: 'node20.19' },
  })
  return join(outDir, 'embedded-program.js')
}
