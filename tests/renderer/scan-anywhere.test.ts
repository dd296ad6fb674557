import { describe, expect, test } from 'vitest'
import { scanRecogniser, takesLetters } from '../../renderer/frame/scan-anywhere.ts'

/** Presses these keys, so many milliseconds apart, and tells what was recognised at the end. */
function pressed(keys: string[], apartMs: number, held: { ctrlKey?: boolean } = {}): string | undefined {
  const recognise = scanRecogniser()
  let code: string | undefined
  keys.forEach((key, index) => {
    code = recognise({
      key,
      timeStamp: index * apartMs,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      ...held,
    })
  })
  return code
}

describe('a scan on any screen', () => {
  test('what a hand types is none', () => {
    expect(pressed([...'SUMR-7K2M', 'Enter'], 120)).toBeUndefined()
  })

  test('Enter alone, or after a letter or two, is none', () => {
    expect(pressed(['Enter'], 5)).toBeUndefined()
    expect(pressed(['a', 'b', 'Enter'], 5)).toBeUndefined()
  })

  test('shortcuts are none', () => {
    expect(pressed([...'abcdef', 'Enter'], 5, { ctrlKey: true })).toBeUndefined()
  })

  test('letters typed by hand before it are no part of it', () => {
    const recognise = scanRecogniser()
    const press = (key: string, timeStamp: number) =>
      recognise({ key, timeStamp, ctrlKey: false, metaKey: false, altKey: false })
    press('x', 0)
    let code: string | undefined
    ;[...'SUMR-7K2M', 'Enter'].forEach((key, index) => (code = press(key, 1000 + index * 8)))
    expect(code).toBe('SUMR-7K2M')
  })

  test('the shift keys of a scanner do not break a code', () => {
    expect(pressed(['Shift', 'A', 'Shift', 'B', '1', '2', 'Tab'], 10)).toBe('AB12')
  })

  test('nothing is taken from a field, a dialog or a menu', () => {
    const page = document.createElement('div')
    page.innerHTML = '<input><div role="dialog"><button></button></div><p></p>'
    expect(takesLetters(page.querySelector('input'))).toBe(true)
    expect(takesLetters(page.querySelector('button'))).toBe(true)
    expect(takesLetters(page.querySelector('p'))).toBe(false)
  })
})
