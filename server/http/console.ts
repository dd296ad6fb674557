import compression from 'compression'
import express, { type Express } from 'express'
import helmet from 'helmet'
import { join } from 'node:path'
import { constants } from 'node:zlib'

/** One content policy for browser and desktop: everything from this origin, nothing inline. */
export function securityHeaders(secure: boolean) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        // Components set element styles from script (positions of menus, widths of bars), which only this allows.
        'style-src-attr': ["'unsafe-inline'"],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: secure,
    referrerPolicy: { policy: 'no-referrer' },
  })
}

/** The built console: its hashed files may be kept for ever, and every other address is the page itself, which routes on. */
export function serveConsole(server: Express, folder: string): void {
  // The console alone: what the API answers holds secrets beside what a caller chose, whose length must not tell them.
  server.use(
    '/assets',
    // 4, which is the default, is larger than gzip: of 284 kB it made 95, 5 makes 90 in 22 ms instead of 13, and 9 needs 246 ms for one less.
    compression({ brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } } }),
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }),
  )
  server.use(express.static(folder, { index: false, cacheControl: false }))
  server.get('/{*path}', (req, res, next) => {
    if (!req.accepts('html')) {
      next()
      return
    }
    res.setHeader('Cache-Control', 'no-cache')
    res.sendFile(join(folder, 'index.html'))
  })
}
