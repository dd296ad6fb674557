import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import ImportScreen from '../../renderer/imports/ImportScreen.svelte'
import { getBook } from '../../server/contracts/books.ts'
import { getImport, uploadCodes, type Import, type Reject } from '../../server/contracts/imports.ts'
import { network, type Refusal } from './network.ts'
import { book, importReport as report, marta } from './store.ts'
import { button, logInAs } from './till-support.ts'
import { uploads } from './uploads.ts'

/** A refused line of each kind. */
export const rejects: Reject[] = [
  { line: 3, value: 'bad*code', reason: 'invalid_characters' },
  { line: 4, value: 'AB 01', reason: 'duplicate_in_file' },
  { line: 5, value: 'WELC-1', reason: 'duplicate_in_store' },
]

/** The refused lines by their reasons, as the report sorts them. */
function byReason(lines: Reject[]): Import['rejected_by_reason'] {
  const reasons = [...new Set(lines.map(({ reason }) => reason))]
  return reasons.map((reason) => {
    const first = lines.filter((line) => line.reason === reason)
    return { reason, count: first.length, first }
  })
}

/** What a report says of these lines. */
export const refused = (lines: Reject[]): Partial<Import> => ({
  rejected: lines.length,
  rejects: lines,
  rejected_by_reason: byReason(lines),
})

/** The screen, whose trial runs answer `trial` and whose imports answer a running job. */
export async function openImport(trial: Import | Refusal = report()) {
  const server = network()
  const files = uploads()
  server.on(getBook, () => book())
  server.on(uploadCodes, ({ query }) =>
    query['dry_run'] === 'true' ? trial : report({ state: 'running', total: null, finished_at: null }),
  )
  server.on(getImport, () => report())
  logInAs(marta)
  await render(ImportScreen, { id: '7' })
  return { ...server, files }
}

export async function choose(text: string, name = 'codes.csv'): Promise<void> {
  await userEvent.upload(browser.getByLabelText(/A CSV file/), new File([text], name))
}

export const importButton = () => button(/^Import \d/)
