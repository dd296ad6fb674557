import type { Contract } from '../../server/contracts/contract.ts'
import { withToken } from './access-token.ts'
import { addressOf, type ParamsGiven, type QueryGivenTo } from './address.ts'
import { reportAway } from './connection.svelte.ts'
import { unreachable } from './errors.ts'
import { headersFor, refusalOf } from './request.ts'
import { saveFile } from './save-file.ts'

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
  await saveFile(file, fileName)
}

async function fetchFile(address: string, headers: Headers): Promise<Blob> {
  const reply = await fetch(address, { headers }).catch(() => {
    reportAway('server')
    throw unreachable()
  })
  if (!reply.ok) throw refusalOf(reply.status, await reply.text(), (name) => reply.headers.get(name))
  return reply.blob()
}
