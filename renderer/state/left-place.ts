/**
 * How far the lists of a screen were read, and where it was scrolled to, when it was left: kept with its step in the browser's history, so
 * that going back leads to the same rows.
 */
interface LeftPlace {
  /** Pages read, by the list's identity. */
  pages?: Record<string, number>
  /** Pixels from the top. */
  scroll?: number
}

/** Read again page after page on going back: further than this it would take longer than to look anew. */
const mostPages = 10

/** Of the step that the history has led to; null on every other way to a screen, which begins at its top. */
let comeBackTo: LeftPlace | null = null

const ofThisStep = (): LeftPlace => (window.history.state ?? {}) as LeftPlace

function keep(change: LeftPlace): void {
  window.history.replaceState({ ...ofThisStep(), ...change }, '')
}

/**
 * Places are kept from now on, over a reload as well; returns the end of it. The browser's own scrolling back is off: it knows nothing of lists
 * that are still being read, and would scroll once more when they have come.
 */
export function startKeepingPlaces(): () => void {
  const before = window.history.scrollRestoration
  window.history.scrollRestoration = 'manual'
  window.addEventListener('scrollend', onScrollEnd)
  comeBack()
  return () => {
    window.history.scrollRestoration = before
    window.removeEventListener('scrollend', onScrollEnd)
  }
}

function onScrollEnd(): void {
  // A screen that is still too short stands higher than where it was left.
  if (!stopWaiting) leavePlace()
}

/** The present step is about to be left for a new one. */
export function leavePlace(): void {
  keep({ scroll: window.scrollY })
}

/** How far the lists of the present step were read, for a step that shows the same ones. */
export function pagesOfThisStep(): object {
  return { pages: ofThisStep().pages }
}

/** Some way other than the history has led to the present screen. */
export function beginAnew(): void {
  stopWaiting?.()
  comeBackTo = null
  window.scrollTo(0, 0)
}

/** The history has led to the present screen: scrolls to where it was left, as soon as there is that much to see. */
export function comeBack(): void {
  stopWaiting?.()
  comeBackTo = ofThisStep()
  if (comeBackTo.scroll) scrollOnceTallEnough(comeBackTo.scroll)
}

/** Keeps how far a list has been read. */
export function keepPages(list: string, pages: number): void {
  keep({ pages: { ...ofThisStep().pages, [list]: pages } })
}

/** How many pages of a list were read when the screen was left; one where nobody came back to it. */
export function pagesLeft(list: string): number {
  return Math.min(comeBackTo?.pages?.[list] ?? 1, mostPages)
}

const hands = ['wheel', 'pointerdown', 'keydown'] as const
let stopWaiting: (() => void) | undefined

function scrollOnceTallEnough(top: number): void {
  const room = new ResizeObserver(() => {
    // Heights are whole; on a scaled screen what was scrolled may lie between.
    if (document.documentElement.scrollHeight - window.innerHeight < top - 1) return
    stop()
    window.scrollTo(0, top)
  })
  function stop(): void {
    room.disconnect()
    for (const hand of hands) window.removeEventListener(hand, stop, { capture: true })
    stopWaiting = undefined
  }
  stopWaiting = stop
  room.observe(document.body)
  // Whoever goes on by hand is not pulled back.
  for (const hand of hands) window.addEventListener(hand, stop, { capture: true })
}
