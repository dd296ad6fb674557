import { once } from 'node:events'
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { openLive } from '../support/live.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

/** What the end of the program waits for, and what it does not. */

let database: TestDatabase
let server: TestServer
let bookId: number

beforeEach(async () => {
  database = await createTestDatabase()
  server = await startTestServer({}, database)
  bookId = (await server.request('POST', '/books', { as: server.admin, body: { name: 'Slow' } })).body.id
})

afterEach(async () => {
  await server.close()
  await database.drop()
})

function slowUpload(): { upload: ClientRequest; reply: Promise<number | undefined> } {
  const upload = request(`${server.url}/api/v1/books/${bookId}/codes/upload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.admin.token}`, 'content-type': 'text/csv' },
  })
  const reply = once(upload, 'response').then(([message]) => {
    const { statusCode } = (message as IncomingMessage).resume()
    return statusCode
  })
  upload.write('code\nSLOW-1\n')
  return { upload, reply }
}

test('an upload counts as an import from its first byte, and no longer than it lasts', async () => {
  expect(server.jobsRunning()).toBe(0)
  const { upload, reply } = slowUpload()
  await expect.poll(() => server.jobsRunning()).toBe(1)
  upload.end('SLOW-2\n')
  expect(await reply).toBe(201)
  await expect.poll(() => server.jobsRunning()).toBe(0)

  const broken = slowUpload()
  broken.reply.catch(() => undefined)
  await expect.poll(() => server.jobsRunning()).toBe(1)
  broken.upload.destroy()
  await expect.poll(() => server.jobsRunning()).toBe(0)
})

test('a connection that asked nothing holds nothing up; a request in flight is let through', async () => {
  const { port } = new URL(server.url)
  const silent = connect(Number(port), '127.0.0.1')
  await once(silent, 'connect')
  const { upload, reply } = slowUpload()
  await expect.poll(() => server.jobsRunning()).toBe(1)

  const closed = server.close()
  await once(silent.resume(), 'close')
  upload.end('SLOW-2\n')
  expect(await reply).toBe(201)
  await closed
})

test('a stream of events ends at once, while a request in flight is let through', async () => {
  const stream = await openLive(server.url, server.admin)
  const { upload, reply } = slowUpload()
  await expect.poll(() => server.jobsRunning()).toBe(1)

  const closed = server.close()
  await stream.ended
  upload.end('SLOW-2\n')
  expect(await reply).toBe(201)
  await closed
})
