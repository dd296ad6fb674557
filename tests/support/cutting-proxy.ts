/** A wire to Postgres that a test can cut: at COMMIT, before it arrives or before its answer does, or as soon as it is open. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface CuttingProxy {
  /** The database's address by way of this proxy. */
  url: string
  /** The next COMMIT is lost: on its way there, or its answer on the way back. */
  cutNextCommit(where: 'before' | 'after'): void
  /** The next connection is ended by its server in the same breath in which it is let in. */
  endNextConnection(): void
  /** How many commits and connections were cut. */
  cuts(): number
  close(): Promise<void>
}

const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49])
const SAID = 'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'
const TERMINATED = Buffer.from(`E\0\0\0${String.fromCharCode(SAID.length + 4)}${SAID}`, 'latin1')

/** Opens a proxy in front of the server of `databaseUrl`. */
export async function openCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let armed: 'before' | 'after' | undefined
  let ending = false
  let cuts = 0
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    let withholding = false
    const end = (): void => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', end)
      socket.on('close', end)
    }
    client.on('data', (chunk) => {
      const isCommit = armed !== undefined && chunk.includes('COMMIT')
      if (isCommit) {
        cuts += 1
        withholding = armed === 'after'
        armed = undefined
        if (!withholding) {
          end()
          return
        }
      }
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      // Postgres has answered, so the commit has happened; nobody will hear of it.
      if (withholding) end()
      else if (ending && chunk.includes(READY)) {
        cuts += 1
        ending = false
        client.end(Buffer.concat([chunk, TERMINATED]))
      } else client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: Object.assign(new URL(databaseUrl), { port: String((server.address() as AddressInfo).port) }).href,
    cutNextCommit: (where) => {
      armed = where
    },
    endNextConnection: () => {
      ending = true
    },
    cuts: () => cuts,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
