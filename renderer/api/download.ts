import type { Contract } from '../../server/contracts/contract.ts'
import { withToken } from './access-token.ts'
import { addressOf, type ParamsGiven, type QueryGivenTo } from './address.ts'
import { reportAway } from './connection.svelte.ts'
import { unreachable } from './errors.ts'
import { headersFor, refusalOf } from './request.ts'

/** Fetches a CSV with the caller's rights and hands it to the browser as a file of that name. Throws ApiError like `call`. */
export async function download<C extends Contract>(
  contract: C,
  input: ParamsGiven<C> & QueryGivenTo<C>,
  fileName: string,
): Promise<void> {
  const file = await withToken((token) => fetchFile(addressOf(contract, input), headersFor(token, undefined)))
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
