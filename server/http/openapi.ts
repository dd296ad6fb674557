import type { Express, Request, Response } from 'express'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { openApiDocument } from './openapi-document.ts'

/** The page's own files; what it shows comes from `openapi.json`, all of it from this server. */
const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Cuponera API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`

const startScript = `SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'list',
  validatorUrl: null,
})
`

/** `GET /api/v1/openapi.json`, and `GET /docs`: a page to browse it, which needs no internet and no log-in. */
export function openApiRoutes(server: Express): void {
  let written: string | undefined
  server.get('/api/v1/openapi.json', (_req, res) => {
    written ??= JSON.stringify(openApiDocument())
    res.type('application/json').send(written)
  })
  // Named so that tools see the package in use; local, because the build has another of that name around it.
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve('swagger-ui-dist/package.json'))
  const sendFile = (name: string) => (_req: Request, res: Response) => {
    res.sendFile(join(folder, name))
  }
  server.get('/docs', (_req, res) => {
    res.type('html').send(page)
  })
  server.get('/docs/start.js', (_req, res) => {
    res.type('text/javascript').send(startScript)
  })
  server.get('/docs/swagger-ui.css', sendFile('swagger-ui.css'))
  server.get('/docs/swagger-ui-bundle.js', sendFile('swagger-ui-bundle.js'))
}
