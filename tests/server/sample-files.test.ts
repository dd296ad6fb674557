import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { startTestServer, type Reply, type TestServer } from '../support/server.ts'
import { makeBook } from './imports-support.ts'

/** The sample files of the console, in each of its languages, through the imports that they are samples of. */

const documented = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'csv.md'), 'utf8')

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

it.each(['en', 'es'])('each is imported to its last line (%s)', async (language) => {
  const server = await startTestServer()
  const { codes, users, pool_users: members } = await samplesIn(language)
  const body = { name: 'Samplers' }
  const poolId = (await server.request('POST', '/pools', { as: server.admin, body })).body.id as number
  expect(
    await Promise.all([
      send(server, `/books/${String(await makeBook(server))}/codes/upload`, codes.text),
      send(server, '/users/upload', users.text),
    ]),
  ).toEqual([linesOf(codes.text), linesOf(users.text)])
  const added = await send(server, `/pools/${String(poolId)}/users/upload`, members.text)
  expect(added).toEqual(linesOf(members.text))
  await server.close()
})

it('each is what the documentation shows', async () => {
  for (const { name, text } of Object.values(await samplesIn('en'))) {
    const block = `\`${name}\`\n\n\`\`\`csv\n${text.replaceAll('\r\n', '\n')}\`\`\`\n`
    expect(documented).toContain(block)
  }
})

async function samplesIn(language: string) {
  vi.stubGlobal('navigator', { languages: [language] })
  vi.resetModules()
  const { targetWords } = await import('../../renderer/words/import-targets.ts')
  const { codes, users, pool_users } = targetWords
  return { codes: codes.sample, users: users.sample, pool_users: pool_users.sample }
}

/** What an import reports of a file of which no line is refused: each below the heading is imported. */
function linesOf(text: string) {
  return { status: 201, imported: text.trimEnd().split('\r\n').length - 1, rejected: 0 }
}

async function send(server: TestServer, path: string, text: string) {
  const { status, body }: Reply = await server.request('POST', path, {
    as: server.admin,
    body: text,
    headers: { 'content-type': 'text/csv' },
  })
  return { status, imported: body.imported as number, rejected: body.rejected as number }
}
