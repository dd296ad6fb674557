import type { Request } from 'express'

/**
 * Whether a request was made on this very computer. One that came through a proxy was not, though the proxy runs here; named as
 * trusted or not, it says so itself.
 */
export function isFromThisComputer(req: Request): boolean {
  const forwarded = req.headers['x-forwarded-for'] ?? req.headers.forwarded ?? req.headers['x-real-ip']
  return forwarded === undefined && isLoopbackAddress(req.socket.remoteAddress)
}

function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/i.test(address)
}
