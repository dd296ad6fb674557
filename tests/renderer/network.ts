import { afterEach, expect, vi } from 'vitest'
import type { Contract, ReplyOf } from '../../server/contracts/contract.ts'
import { problemTable, type ProblemCode } from '../../server/contracts/problems.ts'

/** A request as it left the page. */
export interface Asked {
  id: string
  params: Record<string, string>
  query: Record<string, string>
  body: unknown
  key: string | null
  prefer: string | null
}

/** What the server answers: a reply, a refusal, or silence. */
export class Refusal {
  readonly code: ProblemCode
  readonly details: Record<string, unknown>
  constructor(code: ProblemCode, details: Record<string, unknown> = {}) {
    this.code = code
    this.details = details
  }
}

export const silence = Symbol('no answer')

type Answer<C extends Contract> = ReplyOf<C> | Refusal | typeof silence

interface Route {
  contract: Contract
  path: RegExp
  names: string[]
  answer: (asked: Asked) => unknown
}

const unexpected: string[] = []

// A screen takes a request that fails for a server that is away, and shows what it has: only this tells.
afterEach(() => {
  expect(unexpected.splice(0)).toEqual([])
})

/**
 * Stands where the network is: the console's own code runs to its last line, and each reply is held against its contract. An
 * operation that was not expected fails the request, and the test at its end.
 */
export function network() {
  const routes: Route[] = []
  const asked: Asked[] = []

  function on<C extends Contract>(
    contract: C,
    answer: (asked: Asked) => Answer<C> | Promise<Answer<C>>,
  ): void {
    const names = [...contract.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')
    const path = new RegExp(`^/api/v1${contract.path.replace(/:\w+/g, '([^/]+)')}$`)
    routes.unshift({ contract, path, names, answer })
  }

  async function respond(request: Request): Promise<Response> {
    const url = new URL(request.url)
    if (url.pathname === '/readyz') return new Response('{}')
    const route = routes.find(
      (each) => each.contract.method === request.method && each.path.test(url.pathname),
    )
    if (!route) {
      unexpected.push(`${request.method} ${url.pathname}`)
      throw new TypeError('Failed to fetch')
    }
    const values = route.path.exec(url.pathname)?.slice(1).map(decodeURIComponent) ?? []
    const text = await request.text()
    const question = {
      id: route.contract.id,
      params: Object.fromEntries(route.names.map((name, index) => [name, values[index] ?? ''])),
      query: Object.fromEntries(url.searchParams),
      body: text === '' ? undefined : route.contract.body.parse(JSON.parse(text)),
      key: request.headers.get('idempotency-key'),
      prefer: request.headers.get('prefer'),
    }
    route.contract.query.parse(question.query)
    asked.push(question)
    const answer = await route.answer(question)
    if (answer === silence) throw new TypeError('Failed to fetch')
    if (answer instanceof Refusal) return problem(answer)
    const { reply, status } = route.contract
    if (status === 204) return new Response(null, { status })
    return Response.json(reply.parse(answer), { status })
  }

  vi.stubGlobal('fetch', (input: string, init?: RequestInit) =>
    respond(new Request(new URL(input, window.location.href), init)),
  )

  return {
    on,
    /** All requests of one operation, in their order. */
    of: (contract: Contract) => asked.filter(({ id }) => id === contract.id),
  }
}

function problem({ code, details }: Refusal): Response {
  const { status, title } = problemTable[code]
  const body = {
    type: `/problems/${code}`,
    title,
    status,
    detail: 'A sentence.',
    code,
    request_id: 'r',
    details,
  }
  return Response.json(body, { status, headers: { 'Content-Type': 'application/problem+json' } })
}

/** Holds an answer back until it is opened. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}
