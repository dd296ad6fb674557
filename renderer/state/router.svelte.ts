import { tick, untrack } from 'svelte'
import { beginAnew, comeBack, leavePlace, pagesOfThisStep, startKeepingPlaces } from './left-place.ts'
import { findPlace, places, queryText, type Found, type QueryGiven } from './places.ts'

/** Where the console is. The address bar is the only truth; this follows it. */
class Router {
  href = $state(window.location.href)
  readonly url: URL = $derived(new URL(this.href))
  readonly found: Found | undefined = $derived.by(() => findPlace(this.url.pathname))
}

/** The current address and its place. */
export const router = new Router()

/**
 * Goes to an address of the console. `replace` leaves no step in the history: for redirects and for what is typed into a filter.
 * Within one path the focus and the scroll stay; a new path starts at its top, and back in the history at where it was left.
 */
export function navigate(href: string, { replace = false }: { replace?: boolean } = {}): void {
  const target = new URL(href, window.location.href).href
  // Going somewhere from an effect does not make the effect depend on where one is.
  if (target === untrack(() => router.href)) return
  const stays = new URL(target).pathname === window.location.pathname
  if (replace) window.history.replaceState(stays ? window.history.state : null, '', target)
  else {
    leavePlace()
    // What opens over a list, by a step of its own, leaves the list as it is.
    window.history.pushState(stays ? pagesOfThisStep() : null, '', target)
  }
  arrive(target)
}

/**
 * Listens to the browser: back and forward, and clicks on links within the console. Returns the end of it. Mounted once, by the app.
 */
export function startRouter(): () => void {
  const onPopState = (): void => arrive(window.location.href, true)
  window.addEventListener('popstate', onPopState)
  document.addEventListener('click', onClick)
  onPopState()
  const stopKeepingPlaces = startKeepingPlaces()
  return () => {
    stopKeepingPlaces()
    window.removeEventListener('popstate', onPopState)
    document.removeEventListener('click', onClick)
  }
}

function arrive(href: string, byHistory = false): void {
  const { pathname } = new URL(href)
  const samePath = pathname === untrack(() => router.url.pathname)
  router.href = href
  if (samePath) return
  const found = findPlace(pathname)
  document.title = found ? `${places[found.name].title} · Cuponera` : 'Cuponera'
  if (byHistory) comeBack()
  else beginAnew()
  void focusHeading()
}

/** Whoever hears the page is told where they are, unless the screen has put the focus to work already. */
async function focusHeading(): Promise<void> {
  await tick()
  const main = document.querySelector('main')
  if (!main || (document.activeElement !== main && main.contains(document.activeElement))) return
  const heading = main.querySelector<HTMLElement>('h1[tabindex]') ?? main
  heading.focus({ preventScroll: true })
}

function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || link.target !== '' || link.hasAttribute('download')) return
  const url = new URL(link.href, window.location.href)
  if (!isWithin(url.href)) return
  if (url.hash !== '' && url.pathname === router.url.pathname) return
  event.preventDefault()
  navigate(url.href)
}

/** True for an address of the console itself; what a link from elsewhere says of where to go next is asked this first. */
export function isWithin(href: string): boolean {
  const url = new URL(href, window.location.href)
  return url.origin === window.location.origin && findPlace(url.pathname) !== undefined
}

/** Changes parts of the query and keeps the rest: how a filter gets into the address bar. It leaves no step in the history unless `push`. */
export function setQuery(change: QueryGiven, { push = false }: { push?: boolean } = {}): void {
  const url = untrack(() => router.url)
  navigate(url.pathname + queryText({ ...Object.fromEntries(url.searchParams), ...change }), {
    replace: !push,
  })
}

/**
 * One value of the query as state: `const state = queryState('state', '')`, then `state.value` reads and writes the address bar.
 * The fallback stands for an absent value and is never written.
 */
export function queryState<Value extends string>(
  key: string,
  fallback: Value,
  allowed?: readonly Value[],
): { value: Value } {
  return {
    get value() {
      const given = router.url.searchParams.get(key) as Value | null
      if (given === null || (allowed && !allowed.includes(given))) return fallback
      return given
    },
    set value(value: Value) {
      setQuery({ [key]: value === fallback ? null : value })
    },
  }
}
