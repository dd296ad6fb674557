import { afterEach, describe, expect, test } from 'vitest'
import '../../renderer/app.css'

const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover']
const tones = ['good', 'held', 'refused', 'info', 'over', 'accent']

/** Text on its ground: 4.5 to 1 (WCAG AA). */
const texts: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ['ink', ground],
    ['ink-soft', ground],
  ]),
  ...['canvas', 'surface', 'raised', 'sunken'].map((ground): [string, string] => ['ink-faint', ground]),
  ...tones.flatMap((tone): [string, string][] => [
    [`${tone}-strong`, `${tone}-soft`],
    [`${tone}-strong`, 'surface'],
    [`${tone}-strong`, 'canvas'],
  ]),
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-hover'],
  ['accent-ink', 'refused-fill'],
]

/** Shapes that carry a meaning, and the frame of the focus: 3 to 1. */
const shapes: [string, string][] = [...tones, 'focus'].flatMap((tone): [string, string][] => [
  [tone, 'surface'],
  [tone, 'canvas'],
])

const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })

function luminance(token: string): number {
  if (!context) throw new Error('no canvas')
  const probe = document.createElement('span')
  probe.style.color = `var(--color-${token})`
  document.body.append(probe)
  context.fillStyle = getComputedStyle(probe).color
  probe.remove()
  context.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => {
    const value = byte / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(front: string, ground: string): number {
  const [light = 0, dark = 0] = [luminance(front), luminance(ground)].sort((one, other) => other - one)
  return (light + 0.05) / (dark + 0.05)
}

const tooFaint = (pairs: [string, string][], least: number): string[] =>
  pairs
    .filter(([front, ground]) => contrast(front, ground) < least)
    .map(([front, ground]) => `${front} on ${ground}: ${contrast(front, ground).toFixed(2)}`)

describe.each(['light', 'dark'])('the colours, %s', (theme) => {
  afterEach(() => {
    delete document.documentElement.dataset['theme']
  })

  test('every text can be read on every ground it stands on', () => {
    document.documentElement.dataset['theme'] = theme
    expect(tooFaint(texts, 4.5)).toEqual([])
  })

  test('every shape that means something can be told from its ground', () => {
    document.documentElement.dataset['theme'] = theme
    expect(tooFaint(shapes, 3)).toEqual([])
  })
})
