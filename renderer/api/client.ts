import type { Contract, ReplyOf } from '../../server/contracts/contract.ts'
import { withToken } from './access-token.ts'
import { newActionKey } from './action-key.ts'
import { addressOf, type BodyGiven, type ParamsGiven, type QueryGivenTo } from './address.ts'
import { reportAnswer, reportAway } from './connection.svelte.ts'
import { mayBeAnsweredSoon, unreachable, type ApiError } from './errors.ts'
import { headersFor, refusalOf } from './request.ts'

export type CallInput<C extends Contract> = ParamsGiven<C> &
  QueryGivenTo<C> &
  BodyGiven<C> & {
    /** The action's key, see `newActionKey`; without one each call of an idempotent operation is an action of its own. */
    idempotencyKey?: string | undefined
    signal?: AbortSignal | undefined
    /** Asks for an answer at once: the reply is then the job that goes on by itself. */
    respondAsync?: boolean | undefined
    /** Told when the reply is an earlier one, returned again: what it says of time left is old. */
    onReplay?: (() => void) | undefined
  }

type Optional<T> = Record<never, never> extends T ? [input?: T] : [input: T]

/** Waits between the tries of an idempotent operation whose reply did not come. */
const pausesMs = [300, 1000, 2500]
const patienceMs = 20_000

/**
 * Calls one operation of the API and returns its reply. Throws {@link ApiError} for every refusal and for no answer at all;
 * an aborted call throws the browser's AbortError. An expired token is renewed once; an idempotent operation that got no
 * answer is tried again with the same key.
 */
export async function call<C extends Contract>(
  contract: C,
  ...[input]: Optional<CallInput<C>>
): Promise<ReplyOf<C>> {
  const given: Partial<CallInput<Contract>> = input ?? {}
  const key = contract.idempotent ? (given.idempotencyKey ?? newActionKey()) : undefined
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await once(contract, given, key)
    } catch (error) {
      const pause = key === undefined ? undefined : pausesMs[attempt]
      if (pause === undefined || !mayBeAnsweredSoon(error)) throw error
      await delay(Math.max(pause, (error as ApiError).retryAfterMs ?? 0), given.signal)
    }
  }
}

async function once<C extends Contract>(
  contract: C,
  given: Partial<CallInput<Contract>>,
  key: string | undefined,
): Promise<ReplyOf<C>> {
  const answer = await withToken((token) => send(contract, given, key, token))
  if (answer.replayed) given.onReplay?.()
  if (answer.text === '') return undefined as ReplyOf<C>
  return (contract.produces === 'csv' ? answer.text : JSON.parse(answer.text)) as ReplyOf<C>
}

interface Answer {
  text: string
  replayed: boolean
}

async function send(
  contract: Contract,
  given: Partial<CallInput<Contract>>,
  key: string | undefined,
  token: string | undefined,
): Promise<Answer> {
  const headers = headersFor(token, key)
  if (given.respondAsync) headers.set('Prefer', 'respond-async')
  // Long work is answered when its turn has come.
  const signal = given.respondAsync ? (given.signal ?? null) : patient(given.signal)
  const init: RequestInit = { method: contract.method, headers, signal }
  if (given.body !== undefined) {
    headers.set('Content-Type', 'application/json')
    init.body = JSON.stringify(given.body)
  }
  const { response, text } = await ask(addressOf(contract, given), init, given.signal)
  if (!response.ok) throw refusalOf(response.status, text, (name) => response.headers.get(name))
  return { text, replayed: response.headers.get('idempotency-replayed') === 'true' }
}

async function ask(
  address: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(address, init)
    const text = await response.text()
    reportAnswer()
    return { response, text }
  } catch {
    if (signal?.aborted) throw new DOMException('given up', 'AbortError')
    reportAway('server')
    throw unreachable()
  }
}

function patient(signal: AbortSignal | undefined): AbortSignal {
  const limit = AbortSignal.timeout(patienceMs)
  return signal ? AbortSignal.any([signal, limit]) : limit
}

function delay(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new DOMException('given up', 'AbortError'))
    })
  })
}
