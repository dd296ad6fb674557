/** HTTP that is sent exactly as given: `fetch` would tidy up paths, hosts and headers on the way. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'

export interface RawReply {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** One request to the server at `url`, whose target and headers are exactly as given. */
export function rawRequest(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Uint8Array,
): Promise<RawReply> {
  const { hostname, port, host } = new URL(url)
  return new Promise((resolve, reject) => {
    // Without a length a DELETE would be sent with a body that nothing announces.
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const options = { hostname, port, method, path, headers: { host, ...length, ...headers } }
    const sent = httpRequest(options, (reply) => {
      let text = ''
      reply.setEncoding('utf8').on('data', (part: string) => (text += part))
      reply.on('end', () => {
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: text })
      })
    })
    sent.on('error', reject).end(body)
  })
}
