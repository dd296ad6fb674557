import type { Tone } from './tones.ts'

/** Drawn so that each is told from the others without colour. */
export type StateShape = 'ring' | 'dot' | 'half' | 'lock' | 'check' | 'cross' | 'bar'

/** How a state looks: its word, its meaning's colour, its shape. */
export interface StateLook {
  word: string
  tone: Tone
  shape: StateShape
}
