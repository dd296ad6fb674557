/** Imports of a CSV over HTTP, each beside a plain COPY of the same rows into a table like `coupons` in the same run. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { rowBesideFloor, secondsOf } from './measure.ts'
import type { Stand } from './stand.ts'

/** The floor has every index and check of the real table; only its foreign keys are missing, which `like` does not copy. */
const MAKE = 'create table if not exists bench_copy (like coupons including all)'
const COPY = 'copy bench_copy (book_id, code, code_key) from stdin'

/**
 * Imports so many lines so many times.
 *
 * @returns lines of a Markdown table: median and spread in seconds, and the median's ratio to COPY's.
 */
export async function measureImports(
  stand: Stand,
  sizes: readonly number[],
  rounds: number,
): Promise<string[]> {
  const client = new pg.Client({ connectionString: stand.databaseUrl })
  // A lost connection is told by the statement that meets it.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(MAKE)
    const rows: string[] = []
    for (const lines of sizes) {
      const floors: number[] = []
      const imports: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        const codes = freshCodes(lines)
        floors.push(await secondsOf(() => copy(client, stand.bookId, codes)))
        imports.push(await secondsOf(() => upload(stand, codes)))
      }
      rows.push(rowBesideFloor(lines, floors, imports))
    }
    return [
      '| lines | import over HTTP, s: median (least–most) | plain COPY, s | ratio |',
      '|--:|--:|--:|--:|',
      ...rows,
    ]
  } finally {
    await client.end()
  }
}

function freshCodes(count: number): string[] {
  const batch = randomBytes(4).toString('hex').toUpperCase()
  return Array.from({ length: count }, (_, index) => `${batch}${String(index).padStart(7, '0')}`)
}

async function copy(client: pg.Client, bookId: number, codes: string[]): Promise<void> {
  const text = codes.map((code) => `${String(bookId)}\t${code}\t${code}\n`).join('')
  await pipeline(Readable.from([Buffer.from(text)]), client.query(copyFrom(COPY)))
}

async function upload({ url, bookId, token }: Stand, codes: string[]): Promise<void> {
  const reply = await fetch(`${url}/api/v1/books/${String(bookId)}/codes/upload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: `code\n${codes.join('\n')}\n`,
  })
  const { imported } = (await reply.json()) as { imported?: number }
  // Figures of work that was not done would be worthless.
  if (imported !== codes.length)
    throw new Error(`of ${String(codes.length)} lines ${String(imported)} were imported`)
}
