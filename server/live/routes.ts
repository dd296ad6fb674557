import { setTimeout as sleep } from 'node:timers/promises'
import { streamEvents } from '../contracts/events.ts'
import { EventsStream } from '../http/events-stream.ts'
import { stream, type Api } from '../http/route.ts'
import { liveHub, type Listener } from './live-hub.ts'

/** How often a stream asks whether its caller may still hear, and how old an answer may be: less than a second together. */
const ASK_AGAIN_MS = 700
const NEWEST_MS = 200

export function liveRoutes(api: Api): void {
  stream(api, streamEvents, async ({ app, actor, req, res }) => {
    let events: EventsStream | undefined
    const listener: Listener = {
      actor,
      hear: (hint) => events?.send(hint),
      end: () => events?.end(),
    }
    const leave = liveHub(app.db).join(listener)
    try {
      events = new EventsStream(res)
      const { over } = events
      if (req.method === 'HEAD') events.end()
      while (!over.aborted) {
        await sleep(ASK_AGAIN_MS, undefined, { signal: over })
        listener.actor = await api.authenticator.authenticate(req, { maxAgeMs: NEWEST_MS })
      }
    } catch {
      // Over, or shut out, or nobody knows: whoever may still hear comes again, and is told why not otherwise.
      events?.end()
    } finally {
      leave()
    }
  })
}
