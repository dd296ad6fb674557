import { describe, expect, test } from 'vitest'
import { ApiError } from '../../renderer/api/errors.ts'
import { action } from '../../renderer/state/action.svelte.ts'

const lost = new ApiError({ code: 'server_unreachable', status: 0, detail: '' })
const refused = new ApiError({ code: 'coupon_void', status: 410, detail: '' })

/** An action that meets these outcomes one after another, and the keys it went by. */
function meeting(...outcomes: (Error | undefined)[]) {
  const keys: string[] = []
  const codes: string[] = []
  const done = action((key: string, code: string) => {
    keys.push(key)
    codes.push(code)
    const outcome = outcomes.shift()
    return outcome ? Promise.reject(outcome) : Promise.resolve()
  })
  return { done, keys, codes }
}

describe('an action', () => {
  test('pressed again while its outcome is unknown goes by the same key', async () => {
    const { done, keys } = meeting(lost, undefined)
    expect(await done.run('AB')).toBe(false)
    expect(done.error).toBe(lost)
    expect(await done.run('AB')).toBe(true)
    expect(done.error).toBeUndefined()
    expect(new Set(keys).size).toBe(1)
  })

  test('for something else has a key of its own', async () => {
    const { done, keys } = meeting(lost, undefined)
    await done.run('AB')
    await done.run('CD')
    expect(new Set(keys).size).toBe(2)
  })

  test('after a refusal, and after success, is a new one', async () => {
    const { done, keys } = meeting(refused, undefined, undefined)
    await done.run('AB')
    await done.run('AB')
    await done.run('AB')
    expect(new Set(keys).size).toBe(3)
  })

  test('pressed twice runs once', async () => {
    const { done, keys } = meeting()
    const both = await Promise.all([done.run('AB'), done.run('AB')])
    expect(both).toEqual([true, false])
    expect(keys).toHaveLength(1)
  })
})
