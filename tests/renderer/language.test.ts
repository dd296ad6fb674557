import { afterEach, describe, expect, test } from 'vitest'
import type { Standing } from '../../renderer/till/standing.ts'
import type * as FormatModule from '../../renderer/ui/format.ts'
import type * as LanguageModule from '../../renderer/ui/language.ts'
import type * as CouponModule from '../../renderer/words/coupon.ts'
import type * as HeadlinesModule from '../../renderer/words/headlines.ts'
import type * as ProblemsModule from '../../renderer/words/problems.ts'
import { auditActions } from '../../server/contracts/audit.ts'
import { problemTable, type ProblemCode } from '../../server/contracts/problems.ts'
import { closeConsoles, consoleWith } from './other-console.ts'
import { lockedBy, luis, seen } from './store.ts'

const wordFiles = [
  '/renderer/ui/words.ts',
  ...Object.keys(import.meta.glob('../../renderer/words/*.ts')).map((path) => path.replace('../..', '')),
]

/** What is the same in both languages: names, keys, sizes of paper, encodings. */
const same = new Set([
  'English',
  'Español',
  'Cuponera',
  'Chromium',
  'Electron',
  'Node',
  '⏎',
  'A–Z 0–9',
  'Esc',
  'No',
  'no',
  'A4',
  'UTF-8',
  'UTF-16',
  'UTF-16, big-endian',
  'Windows-1252',
])

/** Not for people: colours, shapes and the codes that texts are grouped by. */
const notWords = /\.(tone|shape)$|\.(reasons|actions)\.\d+$/

afterEach(closeConsoles)

/** One module as each of the two languages has it. */
async function inBoth<Found>(path: string): Promise<[english: Found, spanish: Found]> {
  const english = await consoleWith(['en-GB'])(path)
  const spanish = await consoleWith(['es-ES'])(path)
  return [english as Found, spanish as Found]
}

/** Every text and every function in some words, by its path. */
function leaves(value: unknown, path: string): [path: string, leaf: unknown][] {
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([key, part]) => leaves(part, `${path}.${key}`))
  return [[path, value]]
}

async function allWords(language: string): Promise<Map<string, unknown>> {
  const read = consoleWith([language])
  const found = new Map<string, unknown>()
  for (const file of wordFiles)
    for (const [name, value] of Object.entries(await read(file)))
      if (typeof value === 'object')
        for (const [path, leaf] of leaves(value, `${file} ${name}`)) found.set(path, leaf)
  return found
}

/** What a function of words says to every mixture of amounts and names that it can read. */
function sayings(tell: (...given: unknown[]) => unknown): Map<string, string> {
  const said = new Map<string, string>()
  for (let mixture = 0; mixture < 3 ** tell.length; mixture += 1) {
    const given = Array.from({ length: tell.length }, (_, at) => {
      const kind = Math.floor(mixture / 3 ** at) % 3
      return kind === 0 ? `Zeta${String(at)}` : kind === 1 ? 71 + at : null
    })
    try {
      const text = tell(...given)
      if (typeof text === 'string' && !/NaN|undefined|null|\[object/.test(text))
        said.set(JSON.stringify(given), text)
    } catch {
      // It is not made for such arguments.
    }
  }
  return said
}

const marks = (text: string): string[] => (text.match(/Zeta\d|7\d/g) ?? []).sort()

describe('the language', () => {
  test.each([
    [['es-MX', 'en-US'], undefined, 'es', 'es-MX'],
    [['fr-FR', 'es-AR', 'en-US'], undefined, 'es', 'es-AR'],
    [['en-US', 'es'], undefined, 'en', 'en-US'],
    [['fr-FR'], undefined, 'en', 'en-GB'],
    [['en-US'], 'es', 'es', 'es-ES'],
    [['es-ES', 'en-AU'], 'en', 'en', 'en-AU'],
    [['es-ES'], 'nonsense', 'es', 'es-ES'],
  ])('a system of %j with %s chosen is %s, written as in %s', async (system, kept, language, locale) => {
    const read = consoleWith(system, kept)
    const found = (await read('/renderer/ui/language.ts')) as typeof LanguageModule
    expect(found.language).toBe(language)
    expect(found.locale).toBe(locale)
    expect(found.chosenLanguage).toBe(kept === 'nonsense' ? null : (kept ?? null))
  })

  test('numbers and days follow it', async () => {
    const english = (await consoleWith(['en-GB'])('/renderer/ui/format.ts')) as typeof FormatModule
    const spanish = (await consoleWith(['en-GB'], 'es')('/renderer/ui/format.ts')) as typeof FormatModule
    expect(english.formatNumber(1234567)).toBe('1,234,567')
    expect(spanish.formatNumber(1234567)).toBe('1.234.567')
    expect(english.formatTime('2026-01-15T12:00:00Z', 'day')).toBe('15 Jan 2026')
    expect(spanish.formatTime('2026-01-15T12:00:00Z', 'day')).toBe('15 ene 2026')
  })
})

describe('the words in Spanish', () => {
  test('none is missing, empty or still English', async () => {
    const [english, spanish] = [await allWords('en-GB'), await allWords('es-ES')]
    expect([...spanish.keys()]).toEqual([...english.keys()])
    expect(english.size).toBeGreaterThan(500)

    const untranslated: string[] = []
    for (const [path, text] of english) {
      if (typeof text !== 'string' || same.has(text) || notWords.test(path)) continue
      const translated = spanish.get(path)
      if (translated === text || translated === '') untranslated.push(`${path}: ${text}`)
    }
    expect(untranslated).toEqual([])
  })

  test('what a text is told, it says in both', async () => {
    const [english, spanish] = [await allWords('en-GB'), await allWords('es-ES')]
    const told: string[] = []
    for (const [path, tell] of english) {
      if (typeof tell !== 'function') continue
      const other = sayings(spanish.get(path) as () => unknown)
      for (const [given, text] of sayings(tell as () => unknown))
        if (marks(other.get(given) ?? '').join() !== marks(text).join())
          told.push(`${path}${given}: ${text} / ${other.get(given) ?? '–'}`)
    }
    expect(told).toEqual([])
  })

  test('every problem has a sentence of its own, and says what to do next', async () => {
    const [english, spanish] = await inBoth<typeof ProblemsModule>('/renderer/words/problems.ts')
    const details = {
      needed: 1200,
      available: 37,
      locked_by_name: 'Luis',
      till: 'Caja 2',
      locked_until: '2026-05-04T12:00:00Z',
      columns: ['a', 'b'],
    }
    for (const code of [...(Object.keys(problemTable) as ProblemCode[]), 'server_unreachable' as const])
      for (const given of [{}, details]) {
        const { title, next } = spanish.wordsForCode(code, given)
        expect(title, code).not.toBe(english.wordsForCode(code, given).title)
        expect(next, code).not.toBe(english.wordsForCode(code, given).next)
        expect(next, code).toMatch(/^\S.{5,}[.]$/)
        expect(`${title} ${next}`, code).not.toMatch(/undefined|NaN|null|\[object/)
      }
    expect(spanish.wordsForCode('not_enough_codes', details).title).toContain('1200 y hay 37')
    expect(spanish.wordsForCode('coupon_locked', details).title).toBe('Bloqueado por Luis en Caja 2')
  })

  test('every event has a sentence of its own', async () => {
    const [english, spanish] = await inBoth<typeof CouponModule>('/renderer/words/coupon.ts')
    for (const action of auditActions) {
      const event = { action, user_name: null, details: {} }
      expect(spanish.eventWords(event), action).not.toBe(english.eventWords(event))
    }
  })

  test('every standing of a coupon has a word of its own', async () => {
    const [english, spanish] = await inBoth<typeof HeadlinesModule>('/renderer/words/headlines.ts')
    const standings: Record<Standing, ReturnType<typeof seen>> = {
      good: seen(),
      mine: seen(lockedBy(luis)),
      ranOut: seen(),
      released: seen(),
      free: seen({}, 'coupon_not_assigned'),
      other: seen(lockedBy(luis), 'coupon_locked'),
      usedUp: seen({}, 'redemption_limit_reached'),
      void: seen({}, 'coupon_void'),
      ended: seen({}, 'book_expired'),
      off: seen({}, 'book_inactive'),
      notStarted: seen({}, 'book_not_started'),
      refused: seen({}, 'forbidden'),
    }
    for (const [standing, coupon] of Object.entries(standings) as [Standing, ReturnType<typeof seen>][]) {
      const en = english.headlineOf(standing, coupon)
      const es = spanish.headlineOf(standing, coupon)
      expect(es.word, standing).not.toBe(en.word)
      if (es.line !== coupon.till) expect(es.line, standing).not.toBe(en.line)
      const next = english.nextFor(standing)
      if (next !== undefined) expect(spanish.nextFor(standing), standing).not.toBe(next)
    }
  })
})
