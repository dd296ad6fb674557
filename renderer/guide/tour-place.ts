/** A place on the screen, in pixels from its top left. */
export interface Place {
  top: number
  left: number
  width: number
  height: number
}

const gap = 12
const edge = 16
/** So much is lit around what is pointed at. */
const margin = 8

/** What is lit: what the step points at, and a little around it. */
export function litAround({ top, left, width, height }: Place): Place {
  return {
    top: top - margin,
    left: left - margin,
    width: width + 2 * margin,
    height: height + 2 * margin,
  }
}

/** Where words of this size do not cover what is lit: below it, else beside it, else above; on a phone at the free end of the screen. */
export function placeBeside(
  lit: Place,
  words: { width: number; height: number },
  screen: { width: number; height: number },
): { top: number; left: number } {
  const within = (at: number, size: number, room: number): number =>
    Math.max(edge, Math.min(at, room - size - edge))
  const left = within(lit.left, words.width, screen.width)
  const below = lit.top + lit.height + gap
  if (below + words.height + edge <= screen.height) return { top: below, left }
  const beside = lit.left - gap - words.width
  if (beside >= edge) return { top: within(lit.top, words.height, screen.height), left: beside }
  const above = lit.top - gap - words.height
  if (above >= edge || lit.top + lit.height / 2 > screen.height / 2)
    return { top: within(above, words.height, screen.height), left }
  return { top: screen.height - words.height - edge, left }
}
