/** A wire to Postgres that a test can cut at COMMIT, before it arrives or before its answer does. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface CuttingProxy {
  /** The database's address by way of this proxy. */
  url: string
  /** The next COMMIT is lost: on its way there, or its answer on the way back. */
  cutNextCommit(where: 'before' | 'after'): void
  /** How many commits were cut. */
  cuts(): number
  close(): Promise<void>
}

/** Opens a proxy in front of the server of `databaseUrl`. */
export async function openCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let armed: 'before' | 'after' | undefined
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
      else client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: Object.assign(new URL(databaseUrl), { port: String((server.address() as AddressInfo).port) }).href,
    cutNextCommit: (where) => {
      armed = where
    },
    cuts: () => cuts,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
