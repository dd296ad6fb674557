import type { code128 } from 'bwip-js/browser'

/** The symbols that a scanner reads, as the outlines of an SVG. */

/** `path` is what is dark, in modules: one is the width of the finest bar. The quiet border around it is part of `width` and `height`. */
export interface CodeSymbol {
  kind: SymbolKind
  width: number
  height: number
  path: string
}

export const symbolKinds = ['qr', 'code128'] as const
export type SymbolKind = (typeof symbolKinds)[number]

/** Loads what draws QR codes. */
export async function loadQr(): Promise<(code: string) => CodeSymbol> {
  const { default: encodeQr } = await import('qr')
  return (code) => qrOf(encodeQr(code, 'raw', { ecc: 'medium', border: qrQuiet }))
}

/** Loads what draws Code 128; undefined for a code with letters that it has not. */
export async function loadCode128(): Promise<(code: string) => CodeSymbol | undefined> {
  const { code128: draw } = await import('bwip-js/browser')
  return (code) => (plain.test(code) ? barsOf(code, draw) : undefined)
}

const qrQuiet = 4

function qrOf(rows: boolean[][]): CodeSymbol {
  let path = ''
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x += 1
      const length = String(x + 1 - from)
      path += `M${String(from)} ${String(y)}h${length}v1h-${length}z`
    }
  }
  return { kind: 'qr', width: rows.length, height: rows.length, path }
}

const barQuiet = 10
/** What every scanner of Code 128 gives back as it was. */
const plain = /^[\x20-\x7e]+$/

// Twice as wide, so that the middle of each bar is a whole number.
const scale = 2

function barsOf(code: string, draw: typeof code128): CodeSymbol {
  let width = 0
  let path = ''
  const nothing = (): void => undefined
  draw(
    { bcid: 'code128', text: code, scaleX: scale, scaleY: 1 },
    {
      scale: nothing as () => null,
      measure: () => ({ width: 0, ascent: 0, descent: 0 }),
      init: (all) => (width = all / scale),
      line: (x, _y0, _x1, _y1, bar) => {
        const wide = String(bar / scale)
        path += `M${String((x - bar / 2) / scale + barQuiet)} 0h${wide}v1h-${wide}z`
      },
      polygon: nothing,
      hexagon: nothing,
      ellipse: nothing,
      fill: nothing,
      text: nothing,
      end: nothing,
    },
  )
  return { kind: 'code128', width: width + 2 * barQuiet, height: 1, path }
}
