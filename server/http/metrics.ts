import type { Express, NextFunction, Request, Response } from 'express'
import { DomainError } from '../errors.ts'
import { isFromThisComputer } from './loopback.ts'
import type { Authenticator } from './session.ts'

/** Upper bounds of the classes of durations, in seconds: what a till feels, and what a long job takes. */
const BOUNDS = [0.01, 0.05, 0.15, 0.5, 2, 10, 60]

const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8'

/** Where a route leaves its template for {@link Metrics}: an address itself may hold a code. */
const TEMPLATE = 'routeTemplate'

interface Durations {
  /** How many took at most as long as the bound of the same index; the last is all of them. */
  within: number[]
  seconds: number
}

/** What one running server answered, by method, route template and status, in the text format that Prometheus reads. */
export class Metrics {
  readonly #answers = new Map<string, number>()
  readonly #durations = new Map<string, Durations>()

  /** Counts a request when its reply has been sent. */
  readonly count = (req: Request, res: Response, next: NextFunction): void => {
    const began = performance.now()
    res.once('finish', () => {
      const template: unknown = res.locals[TEMPLATE]
      const route = `method="${req.method}",route="${typeof template === 'string' ? template : 'other'}"`
      this.#add(route, res.statusCode, (performance.now() - began) / 1000)
    })
    next()
  }

  #add(route: string, status: number, seconds: number): void {
    const answer = `${route},status="${String(status)}"`
    this.#answers.set(answer, (this.#answers.get(answer) ?? 0) + 1)
    const durations = this.#durations.get(route) ?? { within: [...BOUNDS, Infinity].map(() => 0), seconds: 0 }
    const within = durations.within.map((count, index) =>
      seconds <= (BOUNDS[index] ?? Infinity) ? count + 1 : count,
    )
    this.#durations.set(route, { within, seconds: durations.seconds + seconds })
  }

  /** All of it as text. */
  text(): string {
    const answers = [...this.#answers].map(
      ([labels, count]) => `cuponera_requests_total{${labels}} ${String(count)}`,
    )
    const durations = [...this.#durations].flatMap(([labels, { within, seconds }]) => [
      ...within.map(
        (count, index) =>
          `cuponera_request_seconds_bucket{${labels},le="${String(BOUNDS[index] ?? '+Inf')}"} ${String(count)}`,
      ),
      `cuponera_request_seconds_sum{${labels}} ${String(seconds)}`,
      `cuponera_request_seconds_count{${labels}} ${String(within.at(-1))}`,
    ])
    return [
      ...family('cuponera_requests_total', 'counter', 'Requests that were answered.', answers),
      ...family('cuponera_request_seconds', 'histogram', 'How long the answers took.', durations),
      ...family('process_resident_memory_bytes', 'gauge', 'Memory of this program.', [
        `process_resident_memory_bytes ${String(process.memoryUsage.rss())}`,
      ]),
      ...family('process_start_time_seconds', 'gauge', 'When this program began, since 1970.', [
        `process_start_time_seconds ${String(performance.timeOrigin / 1000)}`,
      ]),
      '',
    ].join('\n')
  }
}

function family(name: string, type: 'counter' | 'gauge' | 'histogram', help: string, samples: string[]) {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples]
}

/** Says which route answers, for {@link Metrics}. @param template with its parameters' names, `/api/v1/books/:id`. */
export function nameRoute(res: Response, template: string): void {
  res.locals[TEMPLATE] = template
}

/** `GET /metrics`: to programs on this computer, and to whoever has an administrator's token. */
export function metricsRoute(server: Express, authenticator: Authenticator, metrics: Metrics): void {
  server.get('/metrics', async (req, res) => {
    if (!isFromThisComputer(req)) {
      const { role } = await authenticator.authenticate(req)
      if (role !== 'admin') throw new DomainError('forbidden', `This needs the role admin; yours is ${role}.`)
    }
    res.setHeader('Cache-Control', 'no-store')
    res.setHeader('Content-Type', TEXT_FORMAT)
    res.end(metrics.text())
  })
}
