import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveConsoleAlone, type ConsoleAlone } from '../../server/console-alone.ts'
import { startTestServer } from '../support/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'cuponera-console-'))
let alone: ConsoleAlone

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Cuponera</title>')
  writeFileSync(join(folder, 'assets', 'index-1.js'), 'export {}')
  alone = await serveConsoleAlone(folder)
})

afterAll(async () => {
  await alone.close()
  rmSync(folder, { recursive: true })
})

describe('the console without a server', () => {
  test.each(['/api/v1/auth/setup', '/api/v1/books', '/api', '/healthz', '/readyz', '/metrics'])(
    '%s says in the usual form that nothing is behind it',
    async (path) => {
      const reply = await fetch(`${alone.url}${path}`)
      expect(reply.status).toBe(503)
      expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
      expect(await reply.json()).toMatchObject({
        code: 'database_unavailable',
        request_id: reply.headers.get('x-request-id'),
      })
    },
  )

  test('a foreign name gets 421, a foreign page 403', async () => {
    const { port } = new URL(alone.url)
    const status = (headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request({ port, host: '127.0.0.1', path: '/', headers }, (reply) => {
          reply.resume()
          resolve(reply.statusCode)
        })
          .on('error', reject)
          .end()
      })
    expect(await status({ host: 'evil.example' })).toBe(421)
    expect(await status({ host: `127.0.0.1:${port}`, origin: 'https://evil.example' })).toBe(403)
    expect(await status({ host: `127.0.0.1:${port}` })).toBe(200)
  })

  test('is the same console under the same headers as behind a server', async () => {
    const server = await startTestServer({ consoleDir: folder })
    try {
      for (const path of ['/', '/books/3', '/assets/index-1.js', '/assets/gone.js']) {
        const [mine, theirs] = await Promise.all([fetch(alone.url + path), fetch(server.url + path)])
        expect(mine.status, path).toBe(theirs.status)
        expect(headersOf(mine), path).toEqual(headersOf(theirs))
      }
    } finally {
      await server.close()
    }
  })

  test('its files go out compressed to whoever takes them so', async () => {
    const script = '// a line of a program\n'.repeat(200)
    writeFileSync(join(folder, 'assets', 'index-2.js'), script)
    const ask = (encoding: string) =>
      fetch(`${alone.url}/assets/index-2.js`, { headers: { 'accept-encoding': encoding } })
    const packed = await ask('gzip')
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(packed.headers.get('vary')).toContain('Accept-Encoding')
    expect(await packed.text()).toBe(script)
    expect((await ask('identity')).headers.get('content-encoding')).toBeNull()
  })
})

/** But for those that differ from reply to reply. */
function headersOf(reply: Response): Record<string, string> {
  const own = ['x-request-id', 'date', 'etag', 'content-length']
  return Object.fromEntries([...reply.headers].filter(([name]) => !own.includes(name)))
}
