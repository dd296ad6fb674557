/** What may answer at a port instead of a Postgres that works: small servers, each with one fault. */
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

export interface Imitation {
  port: number
  close(): Promise<void>
}

/** Listens on a free port of `host` and gives every connection to `talk`. */
export async function imitate(talk: (socket: Socket) => void, host = '127.0.0.1'): Promise<Imitation> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    talk(socket)
  })
  const port = await listen(server, host)
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function listen(server: Server, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, resolve)
  })
  return (server.address() as AddressInfo).port
}

export const silent = (socket: Socket): void => void socket.resume()
export const hangUp = (socket: Socket): void => void socket.once('data', () => socket.end())
export const greet = (socket: Socket): void => void socket.write('SSH-2.0-OpenSSH_9.2p1\r\n')

/** A web server, as somebody finds who enters the port of a shop. */
export async function imitateWeb(): Promise<Imitation> {
  const server = createHttpServer((_request, response) => response.end('hello'))
  const port = await listen(server, '127.0.0.1')
  return {
    port,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Lets everybody in, then answers every statement with this one value, or with nothing. */
export function postgresSaying(value: string | undefined): (socket: Socket) => void {
  const ready = message('Z', Buffer.from('I'))
  const loggedIn = Buffer.concat([message('R', Buffer.from([0, 0, 0, 0])), ready])
  return (socket) => {
    let started = false
    socket.on('data', () => {
      if (!started) socket.write(loggedIn)
      else if (value !== undefined) socket.write(Buffer.concat([oneValue(value), ready]))
      started = true
    })
  }
}

/** Answers the question for TLS with this certificate; what comes after the handshake does not matter. */
export function tlsWith(cert: Buffer, key: Buffer): (socket: Socket) => void {
  return (socket) => {
    socket.once('data', () => {
      socket.write('S')
      new TLSSocket(socket, { isServer: true, cert, key }).on('error', () => socket.destroy())
    })
  }
}

function oneValue(value: string): Buffer {
  const INT4 = 23
  // One column: name, table, number, type, length, modifier, format.
  const column = Buffer.alloc(28)
  column.write('version', 2)
  column.writeInt16BE(1, 0)
  column.writeInt32BE(INT4, 2 + 8 + 6)
  const row = Buffer.alloc(6)
  row.writeInt16BE(1, 0)
  row.writeInt32BE(value.length, 2)
  return Buffer.concat([
    message('T', column),
    message('D', Buffer.concat([row, Buffer.from(value)])),
    message('C', Buffer.from('SELECT 1\0')),
  ])
}

function message(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(kind)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
