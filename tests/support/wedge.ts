/**
 * A keyboard-wedge scanner, and a hand, as Chromium gets them from the system: real key events with times of their own. So it is the
 * rhythm that is tested, however busy the computer is.
 */

/** Sends one command over the browser's own protocol. */
export type SendCommand = (method: 'Input.dispatchKeyEvent', params: KeyParams) => Promise<unknown>

interface KeyParams {
  type: 'keyDown' | 'keyUp'
  key: string
  code: string
  windowsVirtualKeyCode: number
  modifiers: number
  timestamp: number
  autoRepeat?: boolean
  text?: string
}

export interface Typing {
  /** Milliseconds from key to key. */
  apartMs?: number
  end?: 'Enter' | 'Tab' | null
  /** The scanner's Shift then makes small letters. */
  capsLock?: boolean
  /** What the keys write on a Spanish keyboard, where the scanner believes in an American one. */
  spanish?: boolean
  /** Milliseconds after what was typed before; a second at least where nothing is said. */
  afterMs?: number
  /** One key comes so much later than the others. */
  stall?: { at: number; ms: number }
  /** One key that is held down. */
  held?: boolean
}

const SHIFT = 8
const codes: Record<string, [code: string, virtualKey: number]> = {
  '-': ['Minus', 189],
  '/': ['Slash', 191],
  '.': ['Period', 190],
  ' ': ['Space', 32],
  Enter: ['Enter', 13],
  Tab: ['Tab', 9],
  Shift: ['ShiftLeft', 16],
}

function keyOf(key: string): [code: string, virtualKey: number] {
  const known = codes[key]
  if (known) return known
  const upper = key.toUpperCase()
  return [/\d/.test(key) ? `Digit${key}` : `Key${upper}`, upper.charCodeAt(0)]
}

/** Types as a scanner on USB does, or as told. The text is there when it resolves. */
export function typist(send: SendCommand) {
  let clock = 0

  async function press(
    key: string,
    at: number,
    { shift = false, written = key, held = false } = {},
  ): Promise<void> {
    const [code, windowsVirtualKeyCode] = keyOf(key)
    const common = { code, windowsVirtualKeyCode, modifiers: shift ? SHIFT : 0, timestamp: at / 1000 }
    const text = key === 'Enter' ? '\r' : written.length === 1 ? { text: written }.text : undefined
    const down = { ...common, type: 'keyDown' as const, key: written, autoRepeat: held }
    const sent = [send('Input.dispatchKeyEvent', text === undefined ? down : { ...down, text })]
    if (!held) sent.push(send('Input.dispatchKeyEvent', { ...common, type: 'keyUp', key: written }))
    await Promise.all(sent)
  }

  return async function type(text: string, typing: Typing = {}): Promise<void> {
    const {
      apartMs = 8,
      end = 'Enter',
      capsLock = false,
      spanish = false,
      held = false,
      stall,
      afterMs,
    } = typing
    const keys = [...text, ...(end === null ? [] : [end])]
    const start =
      afterMs === undefined ? Math.max(clock + 1000, Date.now() - keys.length * apartMs) : clock + afterMs
    const presses = keys.map(async (key, index) => {
      const at = start + index * apartMs + (stall && index >= stall.at ? stall.ms : 0)
      const shift = key.length === 1 && /\p{Lu}/u.test(key)
      const letter = shift && capsLock ? key.toLowerCase() : key
      if (shift) void press('Shift', at, { shift })
      await press(key, at, {
        shift,
        written: spanish && key === '-' ? "'" : letter,
        held: held && index > 0,
      })
    })
    clock = start + (keys.length - 1) * apartMs + (stall?.ms ?? 0)
    await Promise.all(presses)
  }
}
