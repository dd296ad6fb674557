import { describe, expect, test } from 'vitest'
import { ApiError } from '../../renderer/api/errors.ts'
import { refusalOfForm, wordsFor, wordsForCode } from '../../renderer/words/problems.ts'
import { problemTable, type ProblemCode } from '../../server/contracts/problems.ts'

const codes = [...(Object.keys(problemTable) as ProblemCode[]), 'server_unreachable' as const]

describe('the words for problems', () => {
  test('every code has a sentence and says what to do next, also without details', () => {
    for (const code of codes) {
      const { title, next } = wordsForCode(code)
      expect(title, code).toMatch(/^\S.{5,}$/)
      expect(next, code).toMatch(/^\S.{5,}[.]$/)
      expect(`${title} ${next}`, code).not.toMatch(/undefined|NaN|null|\[object/)
    }
  })

  test('hostile details do no harm', () => {
    for (const code of codes) {
      const details = {
        needed: 'x',
        available: {},
        locked_by_name: 7,
        till: null,
        locked_until: [],
        columns: 'a',
      }
      const { title, next } = wordsForCode(code, details)
      expect(`${title} ${next}`, code).not.toMatch(/undefined|NaN|null|\[object/)
    }
    const locked = wordsForCode('coupon_locked', { locked_until: 'not a time' })
    expect(locked.next).toContain('by itself')
  })

  test('a lock names its holder and the till', () => {
    expect(wordsForCode('coupon_locked', { locked_by_name: 'Luis', till: 'Till 2' }).title).toBe(
      'Locked by Luis at Till 2',
    )
  })

  test('what nobody may do to Walk-in sends no administrator to an administrator', () => {
    expect(wordsForCode('forbidden').next).toContain('administrator')
    const { title, next } = wordsForCode('forbidden', { reason: 'walk_in' })
    expect(title).toContain('Walk-in')
    expect(next).not.toContain('administrator')
  })

  test('a book that a long job has for itself is not called a busy server', () => {
    expect(wordsForCode('busy').title).toBe('The server is very busy right now')
    expect(wordsForCode('busy', { kind: 'void', job_id: 8 }).title).toBe(
      'The rest of this book is being taken out of use',
    )
    expect(wordsForCode('busy', { kind: 'distribute', job_id: 8 }).title).toBe(
      'This book is being handed out to a pool',
    )
  })

  test('too few codes are counted', () => {
    expect(wordsForCode('not_enough_codes', { needed: 1200, available: 37 }).title).toContain(
      '1,200 needed, 37 free',
    )
  })

  test('a code that came after this page has words, too', () => {
    const unknown: string[] = ['till_closed', 'toString', '__proto__']
    for (const code of unknown) {
      const refusal = new ApiError({ code: code as ProblemCode, status: 409, detail: 'The till is closed.' })
      expect(wordsFor(refusal).title, code).toBe('The server refuses this')
      expect(wordsFor(refusal).next, code).toContain('newer than this page')
    }
  })

  test('an error of the page itself has words, too', () => {
    expect(wordsFor(new TypeError('x is not a function')).next).toContain('Reload')
  })

  test('a form whose fields say what is wrong needs no words above it', () => {
    const refused = (details: Record<string, unknown>) =>
      new ApiError({ code: 'validation_failed', status: 400, detail: 'Not valid.', details })
    expect(
      refusalOfForm(refused({ errors: [{ path: 'email', message: 'is not an e-mail address' }] })),
    ).toBeUndefined()
    expect(refusalOfForm(refused({ errors: [] }))?.title).toBeDefined()
    expect(refusalOfForm(undefined)).toBeUndefined()
  })
})
