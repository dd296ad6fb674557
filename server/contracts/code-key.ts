/** The one place where two codes are found to be the same: nothing in SQL normalises a code. */

/** At most this many code points as typed, after trimming, and as a key (a single character can unfold to many). */
const MAX_CODE = 64
const MAX_KEY = 128

// Dashes of every kind (U+2010–2015, the minus sign U+2212, the plain one) and spaces do not count.
const ignored = /[-\u2010-\u2015\u2212]|\p{White_Space}/gu
// Letters with their combining marks and digits of any script, inner spaces, and - _ . /
const allowed = /^[\p{L}\p{M}\p{Nd} \-\u2010-\u2015\u2212_./]+$/u
// Among letters and marks there are some that nobody sees, too: fillers, joiners, selectors of a glyph's variant.
const unseen = /\p{Default_Ignorable_Code_Point}/u
// With an empty path segment or a route's own word a coupon could not be addressed.
const reservedKeys = new Set(['.', '..', 'RANDOM', 'BATCH'])

/** Why a text is no code. */
export type CodeFault = 'empty' | 'too_long' | 'invalid_characters' | 'reserved'

/** The key that makes two codes the same: without dashes and spaces, compatibility forms unfolded, upper case. */
function codeKey(code: string): string {
  return code.replace(ignored, '').normalize('NFKC').toUpperCase().normalize('NFKC').replace(ignored, '')
}

/** A code that was read: as people see it and its key; or why it is none. Nothing is rewritten but outer spaces. */
export function readCode(text: string): { code: string; key: string } | { fault: CodeFault } {
  const code = text.trim()
  if (code === '') return { fault: 'empty' }
  // Cheap first: a text of a megabyte must not be taken apart.
  if (code.length > MAX_CODE * 2 || [...code].length > MAX_CODE) return { fault: 'too_long' }
  if (!code.isWellFormed() || !allowed.test(code) || unseen.test(code)) return { fault: 'invalid_characters' }
  const key = codeKey(code)
  if (key === '') return { fault: 'invalid_characters' }
  if ([...key].length > MAX_KEY) return { fault: 'too_long' }
  if (reservedKeys.has(key)) return { fault: 'reserved' }
  return { code, key }
}

/** The key to look a scanned text up by; undefined where it cannot be a code, and so cannot be found. */
export function keyOf(text: string): string | undefined {
  const read = readCode(text)
  return 'key' in read ? read.key : undefined
}

/** The key's beginning for a search by prefix; undefined where no code can begin so. */
export function keyPrefixOf(text: string): string | undefined {
  const key = text.length <= MAX_CODE * 2 && text.isWellFormed() ? codeKey(text.trim()) : ''
  return key === '' ? undefined : key
}
