import { randomInt } from 'node:crypto'
import { readCode } from '../contracts/code-key.ts'
import { codeOf, type CodePattern } from '../contracts/code-pattern.ts'

/**
 * So many different codes of a pattern, by their keys, from a cryptographic source. It must be asked for fewer than the pattern can
 * make: it draws until it has them.
 */
export function drawCodes(pattern: CodePattern, count: number): Map<string, string> {
  const codeByKey = new Map<string, string>()
  while (codeByKey.size < count) {
    const read = readCode(codeOf(pattern, (below) => randomInt(below)))
    // A word that no code may be can come up by chance.
    if ('key' in read) codeByKey.set(read.key, read.code)
  }
  return codeByKey
}
