/** Main process: the window shows this program's own pages and nothing else; a page gets the camera and no other permission. */
import { app, session, shell, type WebContents } from 'electron'

/** Schemes that may leave for the system's own programs. */
const outside = new Set(['https:', 'mailto:'])

/** Holds every page of the program to the origin that it serves at that moment, for as long as it runs. */
export function keepToOrigin(origin: () => string): void {
  // The till reads codes with the camera: the picture alone, never a sound, and for the program's own page.
  session.defaultSession.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const types = 'mediaTypes' in details ? details.mediaTypes : undefined
    decide(permission === 'media' && types?.join() === 'video' && isAt(details.requestingUrl, origin()))
  })
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin, details) =>
      permission === 'media' && details.mediaType === 'video' && isAt(requestingOrigin, origin()),
  )
  session.defaultSession.setDevicePermissionHandler(() => false)
  app.on('web-contents-created', (_event, contents) => {
    guard(contents, origin)
  })
}

function guard(contents: WebContents, origin: () => string): void {
  contents.on('will-frame-navigate', (event) => {
    if (isAt(event.url, origin())) return
    event.preventDefault()
    openOutside(event.url)
  })
  contents.on('will-redirect', (event) => {
    if (!isAt(event.url, origin())) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (isAt(url, origin())) void shell.openExternal(url)
    else openOutside(url)
    return { action: 'deny' }
  })
}

/** Whether an address lies at exactly this origin. */
export function isAt(url: string, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === origin
}

function openOutside(url: string): void {
  if (URL.canParse(url) && outside.has(new URL(url).protocol)) void shell.openExternal(url)
}
