import type { Contract, ReplyOf } from '../../server/contracts/contract.ts'
import { withToken } from './access-token.ts'
import { newActionKey } from './action-key.ts'
import { addressOf, type ParamsGiven, type QueryGivenTo } from './address.ts'
import { reportAway } from './connection.svelte.ts'
import { unreachable } from './errors.ts'
import { headersFor, refusalOf } from './request.ts'
import { saveFile } from './save-file.ts'

export type UploadInput<C extends Contract> = ParamsGiven<C> &
  QueryGivenTo<C> & {
    file: Blob
    /** Bytes sent so far and in all. When all are sent the server still works on them. */
    onProgress?: (sent: number, total: number) => void
    /** Keep it for a retry of the same file: what was done already is not done again. */
    idempotencyKey?: string | undefined
    /** Asks for an answer as soon as the file is received: the reply is then the job that goes on by itself. */
    respondAsync?: boolean
    signal?: AbortSignal | undefined
  }

/**
 * Sends a CSV file as it is, telling how far it is, and returns the operation's reply. Throws ApiError like `call`, and the
 * browser's AbortError when `signal` ends it: the server then keeps nothing of the file.
 */
export async function upload<C extends Contract>(contract: C, input: UploadInput<C>): Promise<ReplyOf<C>> {
  const key = contract.idempotent ? (input.idempotencyKey ?? newActionKey()) : undefined
  const text = await withToken((token) => sendFile(contract, input, headersFor(token, key)))
  return JSON.parse(text) as ReplyOf<C>
}

/**
 * Sends a CSV file to an operation that can answer it with a CSV, which becomes a file of that name. Throws like `upload`, and
 * FileNotSaved.
 */
export async function uploadForCsv<C extends Contract>(
  contract: C,
  input: UploadInput<C>,
  fileName: string,
): Promise<void> {
  const text = await withToken((token) => {
    const headers = headersFor(token, undefined)
    headers.set('Accept', 'text/csv')
    return sendFile(contract, input, headers)
  })
  // The mark by which Excel knows UTF-8 is no part of the text that arrives.
  await saveFile(new Blob(['\ufeff', text], { type: 'text/csv' }), fileName)
}

// fetch cannot tell how much of a body was sent.
function sendFile<C extends Contract>(contract: C, input: UploadInput<C>, headers: Headers): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(contract.method, addressOf(contract, input))
    headers.set('Content-Type', 'text/csv')
    if (input.respondAsync) headers.set('Prefer', 'respond-async')
    headers.forEach((value, name) => request.setRequestHeader(name, value))
    request.upload.onprogress = (event) => input.onProgress?.(event.loaded, event.total)
    request.onload = () => {
      if (request.status < 400) resolve(request.responseText)
      else reject(refusalOf(request.status, request.responseText, (name) => request.getResponseHeader(name)))
    }
    request.onerror = () => {
      reportAway('server')
      reject(unreachable())
    }
    request.onabort = () => reject(new DOMException('given up', 'AbortError'))
    if (input.signal?.aborted) request.onabort(new ProgressEvent('abort'))
    else {
      input.signal?.addEventListener('abort', () => request.abort(), { once: true })
      request.send(input.file)
    }
  })
}
