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
const utf16be = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le').swap16())

describe('a file that cannot be read is refused as a whole', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', ''],
    ['a byte order mark and nothing else', '\ufeff', ''],
    ['NUL bytes', 'code\nAB\0CD\n', ''],
    ['NUL bytes far behind the beginning', `${'REF-NUL-1\n'.repeat(20_000)}X\0Y\n`, ''],
    ['an Excel workbook', latin1('PK\x03\x04\x14\x00\x06\x00[Content_Types].xml'), ''],
    ['a PDF', '%PDF-1.7\n1 0 obj\n', ''],
    ['a compressed file', latin1('\x1f\x8b\x08\x08abc'), ''],
    ['bytes of no text', latin1('\x89PNG\r\n\x1a\n\x01\x02\x03\xff\xfe'), ''],
    ['UTF-16 without a byte order mark', Uint8Array.from(Buffer.from('code\nAB\n', 'utf16le')), ''],
    ['half a UTF-16 character', utf16le('code\nAB\n').slice(0, -1), ''],
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

  it('and where the column is in doubt, the columns are named', async () => {
    const bookId = await makeBook(server)
    const reply = await uploadCsv(server, bookId, 'Voucher ; Name;"Third, one"\nREF-20;x;y\n')
    expect(reply.body.details).toEqual({ columns: ['Voucher', 'Name', 'Third, one'] })
  })

  it('and where a quotation mark is not closed, its line is named', async () => {
    const reply = await uploadCsv(
      server,
      await makeBook(server),
      'code\r\n"REF-\r\n21"\r\nREF-22\r\n"REF-23\r\nx',
    )
    expect(reply.body.details).toEqual({ line: 5 })
  })
})

describe('encodings', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['UTF-8', 'code\nÑU-ЖЯ-1\n', 'utf-8'],
    ['UTF-8 with a byte order mark', '\ufeffcode\nÑU-ЖЯ-2\n', 'utf-8'],
    ['UTF-16 little-endian', utf16le('code\nÑU-ЖЯ-3\n'), 'utf-16le'],
    ['UTF-16 big-endian', utf16be('code\nÑU-ЖЯ-4\n'), 'utf-16be'],
  ])('%s is found out', async (_, file, encoding) => {
    const bookId = await makeBook(server)
    const reply = await uploadCsv(server, bookId, file)
    expect(reply.body).toMatchObject({ encoding, received: 1, imported: 1 })
    expect(await codesOf(server, bookId)).toEqual([expect.stringMatching(/^ÑU-ЖЯ-\d$/)])
  })

  it('what is not UTF-8 is Windows-1252, with the letters that Latin-1 does not have', async () => {
    const bookId = await makeBook(server)
    const reply = await uploadCsv(server, bookId, latin1('code\nCAF\xc9-\x8a\x8e\x9f\n'))
    expect(reply.body).toMatchObject({ encoding: 'windows-1252', imported: 1 })
    expect(await codesOf(server, bookId)).toEqual(['CAFÉ-ŠŽŸ'])
  })

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

describe('delimiters and line breaks', () => {
  it.each([
    [',', 'code,name\nDL-1,x\nDL-2,y\n'],
    [';', 'name;code\nx, y;DL-3\ny, z;DL-4\n'],
    ['\t', 'name\tcode\nx, y\tDL-5\ny; z\tDL-6\n'],
    [',', 'name,code\n"x; y; z",DL-7\n"y; z; a",DL-8\n'],
  ])('%j is found out', async (delimiter, file) => {
    const reply = await uploadCsv(server, await makeBook(server), file)
    expect(reply.body).toMatchObject({ delimiter, received: 2, imported: 2, rejected: 0 })
  })

  it('a single column has none', async () => {
    const reply = await uploadCsv(server, await makeBook(server), 'DL-10\nDL-11\n')
    expect(reply.body).toMatchObject({ delimiter: null, imported: 2 })
  })

  it('what the caller says goes before what is found', async () => {
    const reply = await uploadCsv(server, await makeBook(server), 'code|a,b\nDL-12|x,y\n', {
      query: '?delimiter=|',
    })
    expect(reply.body).toMatchObject({ delimiter: '|', imported: 1 })
  })

  it.each([
    ['LF', 'LB-1\nLB-2\nLB-3'],
    ['CRLF', 'LB-4\r\nLB-5\r\nLB-6\r\n'],
    ['CR', 'LB-7\rLB-8\rLB-9\r'],
    ['a mixture', 'LB-10\rLB-11\r\nLB-12\n'],
  ])('%s ends a line', async (_, file) => {
    const reply = await uploadCsv(server, await makeBook(server), file)
    expect(reply.body).toMatchObject({ received: 3, imported: 3 })
  })

  it('line breaks between quotation marks belong to the cell, and the lines after them keep their numbers', async () => {
    const file = 'code,note\r\nQB-1,"one\r\ntwo\rthree\nfour"\r\n!,x\r\n"QB-\n2",x\r\n?,"a ""b"" c"\r\n'
    const reply = await uploadCsv(server, await makeBook(server), file)
    expect(reply.body).toMatchObject({ received: 4, imported: 1, rejected: 3 })
    expect(reply.body.rejects).toEqual([
      { line: 6, value: '!', reason: 'invalid_characters' },
      { line: 7, value: 'QB-\n2', reason: 'invalid_characters' },
      { line: 9, value: '?', reason: 'invalid_characters' },
    ])
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
  it('that are refused are listed with their number, their text and the reason', async () => {
    const bookId = await makeBook(server)
    const elsewhere = await makeBook(server)
    await uploadCsv(server, bookId, 'LN-OLD\n')
    await uploadCsv(server, elsewhere, 'LN-ELSEWHERE\n')
    const long = 'L'.repeat(65)
    const huge = '😀'.repeat(150_000)
    const file = [
      'code,note',
      'LN-1,fine',
      ',nothing',
      '',
      `${long},x`,
      `${huge},x`,
      'LN\u200b2,x',
      'batch,x',
      'LN-3',
      'LN-4,x,y',
      'ln 1,again',
      'ln old,x',
      'LNELSEWHERE,x',
      '"LN-5" x,y',
      'LN-6,fine',
    ].join('\n')
    const reply = await uploadCsv(server, bookId, file)
    expect(reply.status).toBe(201)
    expect(reply.body).toMatchObject({ state: 'done', received: 14, imported: 2, rejected: 12 })
    expect(reply.body.rejects).toEqual([
      { line: 3, value: '', reason: 'empty' },
      { line: 4, value: '', reason: 'empty' },
      { line: 5, value: long, reason: 'too_long' },
      { line: 6, value: '😀'.repeat(100), reason: 'too_long' },
      { line: 7, value: 'LN\u200b2', reason: 'invalid_characters' },
      { line: 8, value: 'batch', reason: 'reserved' },
      { line: 9, value: 'LN-3', reason: 'malformed_row' },
      { line: 10, value: 'LN-4,x,y', reason: 'malformed_row' },
      { line: 11, value: 'ln 1', reason: 'duplicate_in_file' },
      { line: 12, value: 'ln old', reason: 'duplicate_in_book' },
      { line: 13, value: 'LNELSEWHERE', reason: 'duplicate_in_store' },
      { line: 14, value: 'LN-5 x,y', reason: 'malformed_row' },
    ])
    expect((await codesOf(server, bookId)).sort()).toEqual(['LN-1', 'LN-6', 'LN-OLD'])
  })

  it('of a code that comes several times: the first one wins, wherever the file is cut into pieces', async () => {
    const bookId = await makeBook(server)
    const lines = Array.from({ length: 30_000 }, (_, index) => `FW-${String(index % 29_999)}`)
    const reply = await uploadCsv(server, bookId, lines.join('\n'))
    expect(reply.body.rejects).toEqual([{ line: 30_000, value: 'FW-0', reason: 'duplicate_in_file' }])
  })

  it('keep leading zeros, what looks like a number, and their spelling', async () => {
    const bookId = await makeBook(server)
    await uploadCsv(server, bookId, '000123\n1E5\n 12.50 \nTRUE\n2024-01-02\nab-12 cd\n')
    expect((await codesOf(server, bookId)).sort()).toEqual([
      '000123',
      '12.50',
      '1E5',
      '2024-01-02',
      'TRUE',
      'ab-12 cd',
    ])
  })

  it('may be none at all below the header', async () => {
    const reply = await uploadCsv(server, await makeBook(server), 'code\n')
    expect(reply.status).toBe(201)
    expect(reply.body).toMatchObject({ received: 0, imported: 0, rejected: 0 })
  })

  it('a code of a megabyte is one refused line', async () => {
    const reply = await uploadCsv(server, await makeBook(server), `code\n${'X'.repeat(1_000_000)}\nMB-1\n`)
    expect(reply.body).toMatchObject({ received: 2, imported: 1, rejected: 1 })
    expect(reply.body.rejects).toEqual([{ line: 2, value: 'X'.repeat(200), reason: 'too_long' }])
  })
})
