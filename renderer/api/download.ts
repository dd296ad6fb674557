import type { Contract } from '../../server/contracts/contract.ts'
import type { DesktopBridge } from '../../server/contracts/desktop.ts'
import { desktop } from '../desktop/bridge.ts'
import { withToken } from './access-token.ts'
import { addressOf, type ParamsGiven, type QueryGivenTo } from './address.ts'
import { reportAway } from './connection.svelte.ts'
import { FileNotSaved, unreachable } from './errors.ts'
import { headersFor, refusalOf } from './request.ts'

/**
 * Fetches a CSV with the caller's rights and hands it over as a file of that name: to the browser, or to the desktop program, which
 * asks where it shall lie. Throws ApiError like `call`, and FileNotSaved.
 */
export async function download<C extends Contract>(
  contract: C,
  input: ParamsGiven<C> & QueryGivenTo<C>,
  fileName: string,
): Promise<void> {
  const file = await withToken((token) => fetchFile(addressOf(contract, input), headersFor(token, undefined)))
  if (desktop) await save(desktop, fileName, await file.text())
  else handToBrowser(file, fileName)
}

// Whoever chooses no place wants no file: that is no error.
async function save(desktop: DesktopBridge, name: string, text: string): Promise<void> {
  try {
    await desktop.saveFile({ name, text })
  } catch (error) {
    throw new FileNotSaved(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function handToBrowser(file: Blob, fileName: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  // Revoked at once, some browsers save an empty file.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

async function fetchFile(address: string, headers: Headers): Promise<Blob> {
  const reply = await fetch(address, { headers }).catch(() => {
    reportAway('server')
    throw unreachable()
  })
  if (!reply.ok) throw refusalOf(reply.status, await reply.text(), (name) => reply.headers.get(name))
  return reply.blob()
}
