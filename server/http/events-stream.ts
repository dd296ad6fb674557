import type { ServerResponse } from 'node:http'

/** A comment this often tells the reader, and every proxy between, that the stream lives. */
const HEARTBEAT_MS = 15_000
/** What may wait here for a reader that is slower than the news; more, and it is cut off and has to come again. */
const MOST_WAITING_BYTES = 64 * 1024

/** Server-Sent Events to one reader. */
export class EventsStream {
  /** Aborted when the stream is over, whoever ended it. */
  readonly over: AbortSignal
  readonly #res: ServerResponse

  constructor(res: ServerResponse) {
    this.#res = res
    const closed = new AbortController()
    this.over = closed.signal
    res.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      // A proxy that gathers what it passes on would keep the news until there is more of it.
      'X-Accel-Buffering': 'no',
    })
    this.#write(': open\n\n')
    const heartbeat = setInterval(() => {
      this.#write(': alive\n\n')
    }, HEARTBEAT_MS)
    res.once('close', () => {
      clearInterval(heartbeat)
      closed.abort()
    })
  }

  /** Sends one event under the name of its type. */
  send(event: { type: string }): void {
    this.#write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  }

  end(): void {
    this.#res.end()
  }

  #write(text: string): void {
    if (this.#res.writableEnded || this.#res.destroyed) return
    this.#res.write(text)
    if (this.#res.writableLength > MOST_WAITING_BYTES) this.#res.destroy()
  }
}
