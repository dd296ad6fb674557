import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

/** A line to Postgres on which what was open goes dead, as it does while a computer sleeps: nobody hears of it. */

let database: TestDatabase
let server: TestServer
let fallAsleep: () => void
let hangUp: () => Promise<void>

beforeAll(async () => {
  database = await createTestDatabase()
  const { hostname, port } = new URL(database.url)
  const pairs = new Set<[Socket, Socket]>()
  const line = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    const pair: [Socket, Socket] = [client, upstream]
    for (const socket of pair) socket.on('error', () => undefined)
    pairs.add(pair)
    client.pipe(upstream).pipe(client)
  })
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve))
  fallAsleep = () => {
    for (const [client, upstream] of pairs) {
      client.unpipe(upstream).resume()
      upstream.unpipe(client).resume()
    }
  }
  hangUp = async () => {
    for (const socket of [...pairs].flat()) socket.destroy()
    await new Promise((resolve) => line.close(resolve))
  }
  const url = Object.assign(new URL(database.url), {
    port: String((line.address() as AddressInfo).port),
  }).href
  server = await startTestServer({}, { ...database, url })
})

afterAll(async () => {
  await hangUp()
  await server.close()
  await database.drop()
})

test('after a sleep, requests go over connections of their own time', async () => {
  const books = (): Promise<number> =>
    server.request('GET', '/books', { as: server.admin }).then(({ status }) => status)
  expect(await Promise.all([books(), books(), books()])).toEqual([200, 200, 200])
  fallAsleep()
  server.wake()
  expect(await Promise.all([books(), books(), books()])).toEqual([200, 200, 200])
})
