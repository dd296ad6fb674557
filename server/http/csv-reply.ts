import type { Response } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** CSV for people, who open it in a spreadsheet: piece by piece, and never a formula. */

// A spreadsheet runs what begins with one of these, also after spaces.
const runs = /^\s*[=+\-@\t\r\n]|^[\t\r\n]/
const needsQuotes = /[",;\t\r\n]|^\s|\s$/

/** A cell of a CSV that people will open in a spreadsheet: never a formula, whatever its text. */
function csvCell(text: string): string {
  const guarded = runs.test(text) ? `'${text}` : text
  return needsQuotes.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** The text of a cell that {@link csvRecord} guarded, as it was before: what was exported can be imported again. */
export function withoutGuard(cell: string): string {
  return cell.startsWith("'") && runs.test(cell.slice(1)) ? cell.slice(1) : cell
}

/** A record of such a CSV, with its line break; null is an empty cell. */
export function csvRecord(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => csvCell(String(cell ?? ''))).join(',')}\r\n`
}

/** Metadata as a cell: as it is, in JSON; nothing where there is none. */
export function metadataCell(metadata: Record<string, unknown>): string | null {
  return Object.keys(metadata).length === 0 ? null : JSON.stringify(metadata)
}

/** Sends a CSV as fast as the client reads, however long it is; with the mark by which Excel knows UTF-8. */
export async function sendCsv(
  res: Response,
  fileName: string,
  records: AsyncIterable<string | Buffer>,
): Promise<void> {
  res.setHeader('Content-Type', 'text/csv; charset=utf-8')
  res.setHeader('Content-Disposition', `attachment; filename="${fileName}"`)
  if (res.req.method === 'HEAD') {
    res.end()
    return
  }
  await pipeline(Readable.from(marked(records)), res).catch((error: unknown) => {
    // A client that goes away half-way has what it wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'))
      throw error
  })
}

async function* marked(records: AsyncIterable<string | Buffer>): AsyncGenerator<string | Buffer> {
  yield '\ufeff'
  yield* records
}
