/** A reader of the stream of events, as a client has one. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Hint } from '../../server/contracts/events.ts'
import type { Account } from './server.ts'

export interface LiveStream {
  /** What was heard so far, but for comments. */
  hints: Hint[]
  /** Waits for the first hint of a type, of those not waited for yet, and gives it. */
  next<T extends Hint['type']>(type: T): Promise<Extract<Hint, { type: T }>>
  /** Forgets what was heard. */
  forget(): void
  /** Resolves when the server ended the stream, orderly or not. */
  ended: Promise<void>
  close(): void
}

/** Opens a stream; when this returns it hears. */
export async function openLive(url: string, as: Account | string): Promise<LiveStream> {
  const giveUp = new AbortController()
  const token = typeof as === 'string' ? as : as.token
  const reply = await fetch(`${url}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal: giveUp.signal,
  })
  expect(reply.status, reply.status === 200 ? '' : await reply.text()).toBe(200)
  const stream: Omit<LiveStream, 'ended'> = {
    hints: [],
    next: async (type) => {
      for (let tries = 0; tries < 1000; tries += 1) {
        const at = stream.hints.findIndex((hint) => hint.type === type)
        if (at >= 0) return stream.hints.splice(0, at + 1).at(-1) as never
        await sleep(10)
      }
      return expect.unreachable(`no hint of ${type} came; there were ${JSON.stringify(stream.hints)}`)
    },
    forget: () => stream.hints.splice(0),
    close: () => giveUp.abort(),
  }
  let opened = (): void => undefined
  const open = new Promise<void>((resolve) => (opened = resolve))
  const ended = read(reply, stream.hints, () => opened())
  await open
  return { ...stream, ended }
}

async function read(reply: Response, hints: Hint[], opened: () => void): Promise<void> {
  let text = ''
  try {
    for await (const chunk of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      opened()
      const events = (text + chunk).split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const [, type, data] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? []
        if (data === undefined) continue
        const hint = JSON.parse(data) as Hint
        expect(hint.type).toBe(type)
        hints.push(hint)
      }
    }
  } catch {
    // Broken off, by the server or by `close`.
  }
}
