import { isIPv6 } from 'node:net'
import type { NextFunction, Request, Response } from 'express'
import { isLoopback, type Config } from '../config.ts'
import { DomainError } from '../errors.ts'

/**
 * Answers only to its own names and only to the browser origins it knows (promise P11): a foreign Host means DNS rebinding, a
 * foreign Origin another site's page in the user's browser.
 *
 * @param storeOrigins the origins that the store's settings allow, at most a moment old.
 */
export function originGuard(
  config: Pick<Config, 'host' | 'allowedHosts' | 'allowedOrigins'>,
  storeOrigins: () => Promise<readonly string[]>,
) {
  const ownName = hostName(isIPv6(config.host) ? `[${config.host}]` : config.host)
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const host = hostName(req.headers.host)
    if (host === undefined || !(isLoopback(host) || host === ownName || config.allowedHosts.includes(host)))
      throw new DomainError(
        'host_refused',
        'This server does not answer to that name. Add it to CUPONERA_ALLOWED_HOSTS.',
      )
    const origin = req.headers.origin
    if (origin === undefined || isOwnOrigin(req)) {
      next()
      return
    }
    if (!config.allowedOrigins.includes(origin) && !(await storeOrigins()).includes(origin))
      throw new DomainError(
        'origin_refused',
        'Pages of this origin may not call this server. An administrator can allow it in the settings.',
      )
    allow(res, origin)
    if (req.method === 'OPTIONS') {
      res.status(204).end()
      return
    }
    next()
  }
}

/** Whether a request comes from a page that this server served itself. */
export function isOwnOrigin(req: Request): boolean {
  return req.headers.origin === `${req.protocol}://${String(req.headers.host)}`
}

function hostName(header: string | undefined): string | undefined {
  if (header === undefined || !URL.canParse(`http://${header}`)) return undefined
  return new URL(`http://${header}`).hostname.toLowerCase()
}

const exposed = [
  'Content-Disposition',
  'Idempotency-Replayed',
  'Location',
  'Preference-Applied',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
]

// No cookies across origins: such a client holds its tokens itself.
function allow(res: Response, origin: string): void {
  res.setHeader('Access-Control-Allow-Origin', origin)
  res.setHeader('Vary', 'Origin')
  res.setHeader('Access-Control-Allow-Methods', 'GET, POST, PATCH, DELETE')
  res.setHeader(
    'Access-Control-Allow-Headers',
    'Authorization, Content-Type, Idempotency-Key, X-Till, Prefer',
  )
  res.setHeader('Access-Control-Expose-Headers', exposed.join(', '))
  res.setHeader('Access-Control-Max-Age', '600')
}
