import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../support/server.ts'
import { codesOf, makeBook, uploadCsv } from './imports-support.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))
const utf16le = (text: string): Uint8Array => Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'))

/** What a file in tests/csv cannot show: what the caller says, and what is large. */

describe('a file that cannot be read is refused as a whole', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['a byte order mark and nothing else', '\ufeff', ''],
    ['NUL bytes far behind the beginning', `${'REF-NUL-1\n'.repeat(20_000)}X\0Y\n`, ''],
    ['a lone surrogate in UTF-16', utf16le('code\nAB\ud83d\n'), ''],
    ['bytes that are not of the encoding that was said', latin1('code\nCAF\xc9\n'), '?encoding=utf-8'],
    ['a quotation mark that is never closed', 'code\nREF-1\n"REF-2\nREF-3\nREF-4\n', ''],
    ['a column that is not there', 'a,b\n1,2\n', '?column=voucher'],
    ['a column number past the last', 'a,b\n1,2\n', '?column=3'],
    ['the column number 0', 'a,b\n1,2\n', '?column=0'],
    ['several columns, none of which is said to be the code', 'REF-10,x\nREF-11,y\n', ''],
    ['several named columns, none of them called code', 'voucher;name\nREF-12;x\n', '?has_header=true'],
    ['two columns of one name that become metadata', 'code,a,a\nREF-13,1,2\n', '?metadata=true'],
  ])('%s', async (_, file, query) => {
    const before = await server.sql('select count(*) from coupons')
    const bookId = await makeBook(server)
    const reply = await uploadCsv(server, bookId, file, { query })
    expect(reply.status).toBe(422)
    expect(reply.body.code).toBe('unreadable_csv')
    expect(reply.body.detail.length).toBeGreaterThan(15)
    expect(await server.sql('select count(*) from coupons')).toEqual(before)
  })
})

describe('encodings', () => {
  it('a character that is cut by the pieces in which a file is read stays whole', async () => {
    const bookId = await makeBook(server)
    const codes = Array.from({ length: 60_000 }, (_, index) => `Ñ${'é'.repeat(index % 7)}${String(index)}`)
    const reply = await uploadCsv(server, bookId, codes.join('\r\n'))
    expect(reply.body).toMatchObject({ received: codes.length, imported: codes.length })
    const [row] = await server.sql<{ same: boolean }>(
      'select array_agg(code order by code collate "C") = (select array_agg(c order by c collate "C") from unnest($2::text[]) c) as same from coupons where book_id = $1',
      [bookId, codes],
    )
    expect(row?.same).toBe(true)
  })

  it('what the caller says goes before what is found', async () => {
    const bookId = await makeBook(server)
    const reply = await uploadCsv(server, bookId, 'ÉÉ\n', { query: '?encoding=windows-1252' })
    expect(reply.body).toMatchObject({ encoding: 'windows-1252', imported: 0, rejected: 1 })
  })
})

describe('a delimiter', () => {
  it('that the caller says goes before what is found', async () => {
    const reply = await uploadCsv(server, await makeBook(server), 'code|a,b\nDL-12|x,y\n', {
      query: '?delimiter=|',
    })
    expect(reply.body).toMatchObject({ delimiter: '|', imported: 1 })
  })
})

describe('header and columns', () => {
  it('a line with the cell “code”, in any case, is a header', async () => {
    const bookId = await makeBook(server)
    await uploadCsv(server, bookId, 'Name; CODE \nx;HC-1\n')
    expect(await codesOf(server, bookId)).toEqual(['HC-1'])
  })

  it('without it the first line is a code', async () => {
    const bookId = await makeBook(server)
    await uploadCsv(server, bookId, 'HC-2\nHC-3\n')
    expect(await codesOf(server, bookId)).toEqual(['HC-2', 'HC-3'])
  })

  it('the caller may say that there is one, and that there is none', async () => {
    const bookId = await makeBook(server)
    await uploadCsv(server, bookId, 'voucher\nHC-4\n', { query: '?has_header=true' })
    await uploadCsv(server, bookId, 'code\nHC-5\n', { query: '?has_header=false' })
    expect((await codesOf(server, bookId)).sort()).toEqual(['HC-4', 'HC-5', 'code'])
  })

  it.each([
    ['its name', 'Voucher', 'id,voucher\n1,HC-6\n2,HC-7\n'],
    ['its number', '2', '1,HC-6\n2,HC-7\n'],
    ['its number beside a column called code', '2', 'code,voucher\n1,HC-6\n2,HC-7\n'],
  ])('a column is chosen by %s', async (_, column, file) => {
    const bookId = await makeBook(server)
    const reply = await uploadCsv(server, bookId, file, { query: `?column=${column}&dry_run=true` })
    expect(reply.body).toMatchObject({ received: 2, imported: 2 })
  })

  it('max_redemptions is read where there is such a column', async () => {
    const bookId = await makeBook(server)
    const file =
      'code,Max_Redemptions\nMR-1,5\nMR-2,\nMR-3,0\nMR-4,x\nMR-5,1.5\nMR-6,1000001\nMR-7, 1000000 \n'
    const reply = await uploadCsv(server, bookId, file)
    expect(reply.body.rejects).toEqual([
      { line: 4, value: 'MR-3,0', reason: 'malformed_row' },
      { line: 5, value: 'MR-4,x', reason: 'malformed_row' },
      { line: 6, value: 'MR-5,1.5', reason: 'malformed_row' },
      { line: 7, value: 'MR-6,1000001', reason: 'malformed_row' },
    ])
    expect(
      await server.sql('select code, max_redemptions from coupons where book_id = $1 order by code', [
        bookId,
      ]),
    ).toEqual([
      { code: 'MR-1', max_redemptions: 5 },
      { code: 'MR-2', max_redemptions: null },
      { code: 'MR-7', max_redemptions: 1_000_000 },
    ])
  })

  it('further columns become metadata only when that is asked for, as text as it stands', async () => {
    const bookId = await makeBook(server)
    const header = 'code,Batch,,__proto__,max_redemptions\n'
    await uploadCsv(server, bookId, `${header}MD-1,007,x,y,2\n`)
    await uploadCsv(server, bookId, `${header}MD-2,"1E5\\t\\",x,y,2\n`, { query: '?metadata=true' })
    const rows = await server.sql<{ code: string; metadata: string }>(
      'select code, metadata::text as metadata from coupons where book_id = $1 order by code',
      [bookId],
    )
    expect(rows.map((row) => row.metadata)).toEqual([
      '{}',
      String.raw`{"Batch": "1E5\\t\\", "column_3": "x", "__proto__": "y"}`,
    ])
  })
})

describe('lines', () => {
  it('are listed with the beginning of what stood there, cut between two characters', async () => {
    const file = `code\n${'😀'.repeat(150_000)}\nLN-1\n`
    const reply = await uploadCsv(server, await makeBook(server), file)
    expect(reply.body).toMatchObject({ received: 2, imported: 1 })
    expect(reply.body.rejects).toEqual([{ line: 2, value: '😀'.repeat(100), reason: 'too_long' }])
  })

  it('of a code that comes several times: the first one wins, wherever the file is cut into pieces', async () => {
    const bookId = await makeBook(server)
    const lines = Array.from({ length: 30_000 }, (_, index) => `FW-${String(index % 29_999)}`)
    const reply = await uploadCsv(server, bookId, lines.join('\n'))
    expect(reply.body.rejects).toEqual([{ line: 30_000, value: 'FW-0', reason: 'duplicate_in_file' }])
  })

  it('a code of a megabyte is one refused line', async () => {
    const reply = await uploadCsv(server, await makeBook(server), `code\n${'X'.repeat(1_000_000)}\nMB-1\n`)
    expect(reply.body).toMatchObject({ received: 2, imported: 1, rejected: 1 })
    expect(reply.body.rejects).toEqual([{ line: 2, value: 'X'.repeat(200), reason: 'too_long' }])
  })
})
