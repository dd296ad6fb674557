import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileFault } from '../../server/contracts/file-faults.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { codesOf, makeBook, uploadCsv } from './imports-support.ts'

/** Each file of `tests/csv` is sent as it is, and does what docs/csv.md says of it. */

const folder = join(import.meta.dirname, '..', 'csv')
const bytesOf = (file: string): Uint8Array => Uint8Array.from(readFileSync(join(folder, `${file}.csv`)))

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

const refusedWhole: Record<string, FileFault> = {
  empty: { fault: 'empty' },
  nul: { fault: 'binary' },
  workbook: { fault: 'other_format', format: 'zip' },
  'old-workbook': { fault: 'other_format', format: 'old_excel' },
  pdf: { fault: 'other_format', format: 'pdf' },
  gzip: { fault: 'other_format', format: 'compressed' },
  picture: { fault: 'control_characters' },
  'utf-16-no-bom': { fault: 'binary' },
  'utf-16-cut': { fault: 'wrong_encoding' },
  'unclosed-quote': { fault: 'open_quote', line: 5 },
  'which-column': { fault: 'no_code_column', width: 3, columns: ['Voucher', 'Name', 'Third, one'] },
}

type Lines = [line: number, value: string, reason: string][]

/** How a file is read, the codes that come of it, and its refused lines. */
interface Outcome {
  encoding?: string
  delimiter?: string | null
  codes: string[]
  refused?: Lines
}

const read: Record<string, Outcome> = {
  'utf-8': { encoding: 'utf-8', codes: ['ÑU-ЖЯ-1'] },
  'utf-8-bom': { encoding: 'utf-8', codes: ['ÑU-ЖЯ-2'] },
  'utf-16le-bom': { encoding: 'utf-16le', codes: ['ÑU-ЖЯ-3'] },
  'utf-16be-bom': { encoding: 'utf-16be', codes: ['ÑU-ЖЯ-4'] },
  'windows-1252': { encoding: 'windows-1252', codes: ['CAFÉ-ŠŽŸ'] },
  comma: { delimiter: ',', codes: ['DL-1', 'DL-2'] },
  semicolon: { delimiter: ';', codes: ['DL-3', 'DL-4'] },
  tab: { delimiter: '\t', codes: ['DL-5', 'DL-6'] },
  'delimiter-line': { delimiter: ';', codes: ['DL-10', 'DL-9'] },
  'blank-lines-above': { delimiter: ',', codes: ['BL-1', 'BL-2'], refused: [[6, '', 'empty']] },
  'one-column': { delimiter: null, codes: ['DL-7', 'DL-8'] },
  lf: { codes: ['LB-1', 'LB-2', 'LB-3'] },
  crlf: { codes: ['LB-4', 'LB-5', 'LB-6'] },
  cr: { codes: ['LB-7', 'LB-8', 'LB-9'] },
  'mixed-line-breaks': { codes: ['LB-10', 'LB-11', 'LB-12'] },
  'quoted-line-breaks': {
    codes: ['QB-1'],
    refused: [
      [6, '!', 'invalid_characters'],
      [7, 'QB-\n2', 'invalid_characters'],
      [9, '?', 'invalid_characters'],
    ],
  },
  'cut-off': { codes: ['CO-1'], refused: [[3, 'CO-2', 'malformed_row']] },
  'spreadsheet-values': { codes: ['000123', '12.50', '1E5', '2024-01-02', 'TRUE', 'ab-12 cd'] },
  'ragged-rows': {
    codes: ['RR-1', 'RR-5'],
    refused: [
      [3, 'RR-2', 'malformed_row'],
      [4, 'RR-3,x,y', 'malformed_row'],
      [5, 'RR-4 x,y', 'malformed_row'],
      [6, '', 'empty'],
    ],
  },
  'not-codes': {
    codes: [],
    refused: [
      [2, '', 'empty'],
      [3, 'L'.repeat(65), 'too_long'],
      [4, 'LN\u200b2', 'invalid_characters'],
      [5, 'batch', 'reserved'],
    ],
  },
  'doubled-in-file': {
    codes: ['DF-1', 'DF-2'],
    refused: [
      [4, 'DF-1', 'duplicate_in_file'],
      [5, 'df 1', 'duplicate_in_file'],
      [6, 'DF-2', 'duplicate_in_file'],
    ],
  },
  'doubled-in-store': {
    codes: ['DS-HERE', 'DS-NEW'],
    refused: [
      [2, 'ds here', 'duplicate_in_book'],
      [3, 'DSTHERE', 'duplicate_in_store'],
    ],
  },
  guarded: { codes: ['-FG-1', 'FG-2'], refused: [[3, '=1+1', 'invalid_characters']] },
  'header-only': { codes: [] },
}

it('every file has a place here and a line in docs/csv.md', () => {
  const files = readdirSync(folder).map((name) => name.replace(/\.csv$/, ''))
  expect([...Object.keys(refusedWhole), ...Object.keys(read)].sort()).toEqual(files.sort())
  const docs = readFileSync(join(folder, '..', '..', 'docs', 'csv.md'), 'utf8')
  const told = [...docs.matchAll(/^\| `([\w-]+)\.csv`/gm)].map(([, name]) => name)
  expect(told.sort()).toEqual(files.sort())
})

describe('a file that is refused as a whole, and leaves nothing', () => {
  it.each(Object.entries(refusedWhole))('%s', async (file, details) => {
    const bookId = await makeBook(server)
    const reply = await uploadCsv(server, bookId, bytesOf(file))
    expect([reply.status, reply.body.code]).toEqual([422, 'unreadable_csv'])
    expect(reply.body.detail.length).toBeGreaterThan(15)
    expect(reply.body.details).toEqual(details)
    expect(await codesOf(server, bookId)).toEqual([])
  })
})

describe('a file that is read', () => {
  it.each(Object.entries(read))('%s', async (file, { codes, refused = [], ...reading }) => {
    const bookId = await makeBook(server)
    if (file === 'doubled-in-store') {
      await uploadCsv(server, bookId, 'DS-HERE\n')
      await uploadCsv(server, await makeBook(server), 'DS-THERE\n')
    }
    const reply = await uploadCsv(server, bookId, bytesOf(file))
    expect(reply.status, JSON.stringify(reply.body)).toBe(201)
    expect(reply.body).toMatchObject({ ...reading, rejected: refused.length })
    expect(reply.body.rejects).toEqual(refused.map(([line, value, reason]) => ({ line, value, reason })))
    expect((await codesOf(server, bookId)).sort()).toEqual(codes)
    if (file === 'guarded') await expectRoundTrip(bookId)
  })
})

/** What a spreadsheet would run is guarded on its way out, and is the same code again on its way in. */
async function expectRoundTrip(bookId: number): Promise<void> {
  const { body } = await server.request('GET', `/books/${String(bookId)}/codes/export`, { as: server.admin })
  expect(body).toMatch(/^'-FG-1,/m)
  const again = await uploadCsv(server, bookId, body as string, { query: '?dry_run=true' })
  expect(again.body.rejected_by_reason).toMatchObject([{ reason: 'duplicate_in_book', count: 2 }])
}
