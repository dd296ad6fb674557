/** Codes imported from a CSV and generated over HTTP, beside a plain COPY of as many rows into the same table in the same run. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import { quantile, rowBesideFloor, secondsOf } from './measure.ts'
import { peakDuring } from './memory.ts'
import type { Stand } from './stand.ts'

const COPY = 'copy coupons (book_id, code, code_key) from stdin'
/** Makes a line about as long as one of a file of 100 MB with a million codes. */
const NOTE =
  'a column that is not read as files of other programs have them and that makes the line a long one'
/** No look-alikes, as in most files. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const PIECE = 65_536

/**
 * Imports and generates so many codes so many times.
 *
 * @returns lines of two Markdown tables. Imports: median and spread in seconds, the median's ratio to COPY's, and how far the
 *   program's memory rose at most, in MB. Generations: the same beside the import.
 */
export async function measureCodes(
  stand: Stand,
  sizes: readonly number[],
  rounds: number,
): Promise<string[]> {
  const client = new pg.Client({ connectionString: stand.databaseUrl })
  // A lost connection is told by the statement that meets it.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const imported: string[] = []
    const generated: string[] = []
    for (const count of sizes) {
      const { floors, imports, generations, rises } = await measureSize(stand, client, count, rounds)
      const rise = quantile(rises, 1).toFixed(0)
      imported.push(`${rowBesideFloor(count, floors, imports)} ${rise} |`)
      generated.push(rowBesideFloor(count, imports, generations))
    }
    return [
      '| lines | import over HTTP, s: median (least–most) | plain COPY, s | ratio | memory, MB |',
      '|--:|--:|--:|--:|--:|',
      ...imported,
      '',
      '| codes | generation over HTTP, s: median (least–most) | import, s | ratio |',
      '|--:|--:|--:|--:|',
      ...generated,
    ]
  } finally {
    await client.end()
  }
}

async function measureSize(stand: Stand, client: pg.Client, count: number, rounds: number) {
  const floors: number[] = []
  const imports: number[] = []
  const generations: number[] = []
  const rises: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const [bare, file] = [copyText(stand.bookId, randomCodes(count)), csvOf(randomCodes(count))]
    // Meanwhile the program closed the idle connection; this process must have heard of it before it writes to it.
    await setTimeout(100)
    const importFile = async (): Promise<void> => {
      imports.push(await secondsOf(() => upload(stand, file, count)))
    }
    const turns = [
      async () => floors.push(await secondsOf(() => copy(client, bare))),
      async () => rises.push(await peakDuring(stand.pid, importFile)),
      async () => generations.push(await secondsOf(() => generate(stand, count))),
    ]
    // The table grows, and with it what a row costs: each goes first in turn.
    for (const [index] of turns.entries()) await turns[(index + round) % turns.length]?.()
  }
  return { floors, imports, generations, rises }
}

/** So many different codes as a program would make them. */
export function randomCodes(count: number): string[] {
  const codes = new Set<string>()
  while (codes.size < count) {
    let code = ''
    for (const byte of randomBytes(10)) code += LETTERS[byte % LETTERS.length] ?? ''
    codes.add(code)
  }
  return [...codes]
}

function copyText(bookId: number, codes: string[]): Buffer {
  return Buffer.from(codes.map((code) => `${String(bookId)}\t${code}\t${code}\n`).join(''))
}

/** A file of them, with a line of 100 characters for each. */
export function csvOf(codes: string[]): Buffer {
  return Buffer.from(`code,note\n${codes.map((code) => `${code},${NOTE}\n`).join('')}`)
}

async function copy(client: pg.Client, text: Buffer): Promise<void> {
  await pipeline(Readable.from(piecesOf(text)), client.query(copyFrom(COPY)))
}

function* piecesOf(text: Buffer): Generator<Buffer> {
  for (let at = 0; at < text.length; at += PIECE) yield text.subarray(at, at + PIECE)
}

async function upload({ url, bookId, token }: Stand, body: Buffer, lines: number): Promise<void> {
  const reply = await fetch(`${url}/api/v1/books/${String(bookId)}/codes/upload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: new Uint8Array(body),
  })
  const { imported } = (await reply.json()) as { imported?: number }
  // Figures of work that was not done would be worthless.
  if (imported !== lines) throw new Error(`of ${String(lines)} lines ${String(imported)} were imported`)
}

async function generate({ url, bookId, token }: Stand, count: number): Promise<void> {
  const reply = await fetch(`${url}/api/v1/books/${String(bookId)}/codes/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ count }),
  })
  const { codes_created } = (await reply.json()) as { codes_created?: number }
  // Figures of work that was not done would be worthless.
  if (codes_created !== count) throw new Error(`of ${String(count)} codes ${String(codes_created)} were made`)
}
