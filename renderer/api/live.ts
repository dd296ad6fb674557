import { streamEvents, type Hint } from '../../server/contracts/events.ts'
import { withToken } from './access-token.ts'
import { addressOf } from './address.ts'
import { checkConnection, reportAnswer } from './connection.svelte.ts'
import { unreachable } from './errors.ts'
import { headersFor, refusalOf } from './request.ts'

/** The server says something every 15 seconds, if only that it lives. A line that is silent for longer is dead. */
const longestSilenceMs = 40_000

/**
 * Hears what changes until the stream ends: with its token, with the server, or with the line to it. Throws ApiError where it cannot
 * be opened; aborted, it throws the browser's AbortError.
 *
 * @param heard.opened the first bytes are here: from now on nothing is missed.
 */
export async function hearHints(
  heard: { opened: () => void; hint: (hint: Hint) => void },
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController()
  const both = AbortSignal.any([signal, silence.signal])
  const response = await withToken((token) => open(token, both))
  reportAnswer()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOpen = false
  let text = ''
  try {
    for await (const chunk of chunksOf(response)) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), longestSilenceMs)
      if (!isOpen) heard.opened()
      isOpen = true
      const events = (text + chunk).split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1]
        if (data !== undefined) heard.hint(JSON.parse(data) as Hint)
      }
    }
  } finally {
    clearTimeout(timer)
  }
}

async function open(token: string | undefined, signal: AbortSignal): Promise<Response> {
  const response = await fetch(addressOf(streamEvents, {}), {
    headers: headersFor(token, undefined),
    signal,
  }).catch(() => {
    if (signal.aborted) throw new DOMException('given up', 'AbortError')
    // What is between here and there may cut a stream and nothing else.
    void checkConnection()
    throw unreachable()
  })
  if (response.ok) return response
  throw refusalOf(response.status, await response.text(), (name) => response.headers.get(name))
}

async function* chunksOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const read = await reader?.read()
    if (!read || read.done) return
    yield read.value
  }
}
