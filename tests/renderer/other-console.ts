type Module = Record<string, unknown>
type Read = (path: string) => Promise<Module>

const KEPT = 'cuponera.language'

/** A console of its own: its modules as a browser with these languages reads them, with this choice kept. */
export function consoleWith(system: string[], kept?: string): Read {
  if (kept === undefined) localStorage.removeItem(KEPT)
  else localStorage.setItem(KEPT, kept)
  const frame = document.createElement('iframe')
  frame.className = 'console'
  document.body.append(frame)
  const realm = frame.contentWindow as (Window & typeof globalThis & { read: Read }) | null
  if (!realm) throw new Error('The frame has no window.')
  Object.defineProperty(realm.navigator, 'languages', { value: system })
  const script = realm.document.createElement('script')
  script.textContent = 'window.read = (path) => import(path)'
  realm.document.body.append(script)
  return realm.read
}

/** To be called after each test that had one. */
export function closeConsoles(): void {
  localStorage.removeItem(KEPT)
  for (const frame of document.querySelectorAll('iframe.console')) frame.remove()
}
