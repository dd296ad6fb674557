import { readListedCode, readCodeRow, type CodeLine } from './code-lines.ts'
import { readLayout, tableRows, type LayoutOptions } from './csv-layout.ts'
import type { SpooledFile } from './spool.ts'

/** What was sent: a file on disk, or a list of codes. */
export type Upload =
  | { kind: 'file'; file: SpooledFile; fileName: string | null }
  | { kind: 'list'; codes: string[]; maxRedemptions: number | null }

/** How an upload is read, and its lines from the beginning, as often as they are wanted. */
export interface ReadUpload {
  encoding: string | null
  delimiter: string | null
  lines(): AsyncIterable<CodeLine[]>
}

/** @throws DomainError `unreadable_csv` where the beginning shows already that it cannot be read. */
export function readUpload(upload: Upload, options: LayoutOptions): ReadUpload {
  if (upload.kind === 'list')
    return { encoding: null, delimiter: null, lines: () => listedLines(upload.codes, upload.maxRedemptions) }
  const { file } = upload
  const layout = readLayout(file, options)
  async function* lines(): AsyncGenerator<CodeLine[]> {
    for await (const rows of tableRows(file, layout)) yield rows.map((row) => readCodeRow(row, layout))
  }
  return { encoding: layout.encoding, delimiter: layout.delimiter, lines }
}

async function* listedLines(codes: string[], maxRedemptions: number | null): AsyncGenerator<CodeLine[]> {
  yield codes.map((code, index) => readListedCode(index + 1, code, maxRedemptions))
}
