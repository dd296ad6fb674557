import type { Account, Reply, TestServer } from '../support/server.ts'

/** A new book of the administrator; its id. */
export async function makeBook(server: TestServer, fields: object = {}): Promise<number> {
  const reply = await server.request('POST', '/books', {
    as: server.admin,
    body: { name: 'A book', ...fields },
  })
  if (reply.status !== 201) throw new Error(`no book was made: ${JSON.stringify(reply.body)}`)
  return reply.body.id as number
}

export interface UploadOptions {
  query?: string
  headers?: Record<string, string>
  as?: Account
}

/** Sends a file as text/csv. */
export function uploadCsv(
  server: TestServer,
  bookId: number,
  file: string | Uint8Array,
  { query = '', headers = {}, as = server.admin }: UploadOptions = {},
): Promise<Reply> {
  return server.request('POST', `/books/${String(bookId)}/codes/upload${query}`, {
    as,
    body: file,
    headers: { 'content-type': 'text/csv', ...headers },
  })
}

/** The codes of a book, in the order of their making. */
export async function codesOf(server: TestServer, bookId: number): Promise<string[]> {
  const rows = await server.sql<{ code: string }>('select code from coupons where book_id = $1 order by id', [
    bookId,
  ])
  return rows.map((row) => row.code)
}

/** Asks until the import is no longer at work. */
export async function ended(server: TestServer, id: number): Promise<Reply['body']> {
  for (;;) {
    const { body } = await server.request('GET', `/imports/${String(id)}`, { as: server.admin })
    if (body.state !== 'running' && body.state !== 'queued') return body
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
