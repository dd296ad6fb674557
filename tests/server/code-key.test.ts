import { describe, expect, it } from 'vitest'
import { keyOf, keyPrefixOf, readCode } from '../../server/contracts/code-key.ts'

const fault = (text: string): string | undefined => {
  const read = readCode(text)
  return 'fault' in read ? read.fault : undefined
}

describe('what is no code', () => {
  it.each(['', ' ', '\t', '\u00a0', '\u2003\n', '\ufeff'])('%j is empty', (text) => {
    expect(fault(text)).toBe('empty')
  })

  it.each([
    ['a control character', 'AB\u0007CD'],
    ['a tab inside', 'AB\tCD'],
    ['a line break inside', 'AB\nCD'],
    ['NUL', 'AB\0CD'],
    ['a zero-width space', 'AB\u200bCD'],
    ['a zero-width joiner', 'AB\u200dCD'],
    ['a soft hyphen', 'AB\u00adCD'],
    ['a mark of the reading direction', 'AB\u202eCD'],
    ['a byte order mark inside', 'AB\ufeffCD'],
    ['an invisible filler', 'AB\u2063CD'],
    ['a filler that counts as a letter', 'AB\u3164CD'],
    ['a joiner that counts as a mark', 'AB\u034fCD'],
    ['a selector of variants', 'AB\ufe0fCD'],
    ['a selector of variants beyond the first plane', 'AB\u{e0100}CD'],
    ['a lone high surrogate', 'AB\ud83d'],
    ['a lone low surrogate', '\udc00AB'],
    ['an emoji', 'AB😀'],
    ['punctuation', 'AB,CD'],
    ['a quotation mark', 'AB"CD'],
    ['a formula', '=1+1'],
    ['a percent sign', '50%'],
    ['nothing but dashes', '---'],
    ['nothing but dashes of other kinds and spaces', '\u2013 \u2212'],
    ['a no-break space inside', 'AB\u00a0CD'],
  ])('%s is refused, not rewritten', (_, text) => {
    expect(fault(text)).toBe('invalid_characters')
  })

  it.each(['random', 'RANDOM', 'Ran-Dom', 'batch', ' b a t c h ', '.', '..', '.-.', '\u2013.'])(
    '%j is a word of the addresses',
    (text) => {
      expect(fault(text)).toBe('reserved')
    },
  )

  it('has more than 64 code points, each counted once however it is stored', () => {
    expect(fault('A'.repeat(64))).toBeUndefined()
    expect(fault('A'.repeat(65))).toBe('too_long')
    expect(fault('𐐀'.repeat(64))).toBeUndefined()
    expect(fault('𐐀'.repeat(65))).toBe('too_long')
  })

  it('has a key of more than 128 code points, because some characters unfold to many', () => {
    expect(fault('\ufdfa'.repeat(9))).toBe('too_long')
  })

  it('is a megabyte long, and is refused without being taken apart', () => {
    expect(fault('A'.repeat(1_000_000))).toBe('too_long')
    expect(keyOf('A'.repeat(1_000_000))).toBeUndefined()
    expect(keyPrefixOf('A'.repeat(1_000_000))).toBeUndefined()
  })
})

describe('two codes are the same', () => {
  it.each([
    ['case', 'ab12cd', 'AB12CD'],
    ['spaces', 'AB 12 CD', 'AB12CD'],
    ['hyphens', 'ab-12 cd', 'AB12CD'],
    ['outer spaces', '  AB12CD\t', 'AB12CD'],
    ['hyphen U+2010', 'AB\u201012', 'AB12'],
    ['non-breaking hyphen U+2011', 'AB\u201112', 'AB12'],
    ['figure dash U+2012', 'AB\u201212', 'AB12'],
    ['en dash U+2013', 'AB\u201312', 'AB12'],
    ['em dash U+2014', 'AB\u201412', 'AB12'],
    ['bar U+2015', 'AB\u201512', 'AB12'],
    ['minus sign U+2212', 'AB\u221212', 'AB12'],
    ['full-width letters and digits', 'ＡＢ１２', 'AB12'],
    ['ligatures', 'oﬃce', 'OFFICE'],
    ['composed and decomposed letters', 'CAF\u00c9', 'cafe\u0301'],
    ['small sharp s and its two letters', 'straße', 'STRASSE'],
    ['long s', 'ſale', 'SALE'],
    ['letters of other scripts', 'код-1', 'КОД1'],
  ])('whatever the %s', (_, one, other) => {
    expect(keyOf(one)).toBeDefined()
    expect(keyOf(one)).toBe(keyOf(other))
  })

  it('and the key of a key is itself', () => {
    for (const text of ['ab-12 cd', 'straße', 'STRAẞE', 'ﬀ-1', 'ＡＢ', 'ǆ', 'ŉ1', '\u0390'])
      expect(keyOf(String(keyOf(text)))).toBe(keyOf(text))
  })

  it('not when they only look alike, nor when the capital sharp s stands for its two letters', () => {
    expect(keyOf('STRAẞE')).not.toBe(keyOf('STRASSE'))
    expect(keyOf('AB')).not.toBe(keyOf('АВ'))
    expect(keyOf('O1')).not.toBe(keyOf('01'))
    expect(keyOf('A_1')).not.toBe(keyOf('A1'))
    expect(keyOf('A.1')).not.toBe(keyOf('A/1'))
  })
})

it('is kept as it was typed, but for outer spaces', () => {
  expect(readCode(' 007-ab cd ')).toEqual({ code: '007-ab cd', key: '007ABCD' })
  expect(readCode('1E5')).toEqual({ code: '1E5', key: '1E5' })
})
