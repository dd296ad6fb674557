/** What a colour means. Never used alone: a word and a shape say the same. */
export type Tone = 'good' | 'held' | 'refused' | 'info' | 'over' | 'accent'

/** A soft ground with strong text and a fine border, for pills, notes and cards. */
export const softTone: Record<Tone, string> = {
  good: 'border-good-line bg-good-soft text-good-strong',
  held: 'border-held-line bg-held-soft text-held-strong',
  refused: 'border-refused-line bg-refused-soft text-refused-strong',
  info: 'border-info-line bg-info-soft text-info-strong',
  over: 'border-over-line bg-over-soft text-over-strong',
  accent: 'border-transparent bg-accent-soft text-accent-strong',
}

/** The full colour itself, for bars, dots and rings. */
export const fillTone: Record<Tone, string> = {
  good: 'bg-good',
  held: 'bg-held',
  refused: 'bg-refused',
  info: 'bg-info',
  over: 'bg-over',
  accent: 'bg-accent',
}

/** Text in the strong colour, on the page's own ground. */
export const textTone: Record<Tone, string> = {
  good: 'text-good-strong',
  held: 'text-held-strong',
  refused: 'text-refused-strong',
  info: 'text-info-strong',
  over: 'text-over-strong',
  accent: 'text-accent-strong',
}

/** The full colour as ink, for shapes and rings. */
export const inkTone: Record<Tone, string> = {
  good: 'text-good',
  held: 'text-held',
  refused: 'text-refused',
  info: 'text-info',
  over: 'text-over',
  accent: 'text-accent',
}
