/** The height of a picture of numbers: round steps from zero to at least the greatest. */
export interface Scale {
  top: number
  /** The lines across it, zero first, the top last. */
  ticks: number[]
}

/** At most four steps of 1, 2 or 5 times a power of ten, never less than 1: amounts are whole. */
export function scaleFor(greatest: number): Scale {
  const least = Math.max(1, greatest / 4)
  const power = 10 ** Math.floor(Math.log10(least))
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10) * power)
  const steps = Math.max(1, Math.ceil(greatest / step))
  return { top: steps * step, ticks: Array.from({ length: steps + 1 }, (_, index) => index * step) }
}
