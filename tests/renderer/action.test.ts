import { fromStore, writable } from 'svelte/store'
import { describe, expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { ApiError } from '../../renderer/api/errors.ts'
import { action, type Action } from '../../renderer/state/action.svelte.ts'
import { gate } from './network.ts'
import SetUp from './SetUp.svelte'
import { hearRefusals } from './told.ts'

const lost = new ApiError({ code: 'server_unreachable', status: 0, detail: '' })
const refused = new ApiError({ code: 'coupon_void', status: 410, detail: '' })

/** What a component that is shown makes, and how it goes away. */
async function shown<T>(make: () => T): Promise<{ made: T; leave: () => Promise<void> }> {
  let made: T | undefined
  const screen = await render(SetUp, { make: () => (made = make()) })
  return { made: made as T, leave: () => screen.unmount() }
}

/** An action that meets these outcomes one after another, and the keys it went by. */
async function meeting(...outcomes: (Error | undefined)[]) {
  const keys: string[] = []
  const { made: done } = await shown(() =>
    action((key: string, _code: string) => {
      keys.push(key)
      const outcome = outcomes.shift()
      return outcome ? Promise.reject(outcome) : Promise.resolve()
    }),
  )
  return { done, keys }
}

describe('an action', () => {
  test('pressed again while its outcome is unknown goes by the same key', async () => {
    const { done, keys } = await meeting(lost, undefined)
    expect(await done.run('AB')).toBe(false)
    expect(done.error).toBe(lost)
    expect(await done.run('AB')).toBe(true)
    expect(done.error).toBeUndefined()
    expect(new Set(keys).size).toBe(1)
  })

  test('for something else has a key of its own', async () => {
    const { done, keys } = await meeting(lost, undefined)
    await done.run('AB')
    await done.run('CD')
    expect(new Set(keys).size).toBe(2)
  })

  test('after a refusal, and after success, is a new one', async () => {
    const { done, keys } = await meeting(refused, undefined, undefined)
    await done.run('AB')
    await done.run('AB')
    await done.run('AB')
    expect(new Set(keys).size).toBe(3)
  })

  test('pressed twice runs once', async () => {
    const { done, keys } = await meeting()
    const both = await Promise.all([done.run('AB'), done.run('AB')])
    expect(both).toEqual([true, false])
    expect(keys).toHaveLength(1)
  })
})

describe('a refusal', () => {
  type Reading = Parameters<typeof action>[1]

  /** An action under way, which ends when the test says so. */
  async function underWay(failure: Error, reading?: Reading) {
    const answer = gate()
    const { made, leave } = await shown((): Action<[]> =>
      action(() => answer.opened.then(() => Promise.reject(failure)), reading),
    )
    const ended = made.run()
    return { deed: made, leave, end: () => (answer.open(), ended) }
  }

  const inWords = 'This coupon is void'

  test('stands where it was asked for, and is told nowhere else', async () => {
    const told = hearRefusals()
    const { deed, end } = await underWay(refused)
    await end()
    expect([deed.error, told()]).toEqual([refused, []])
  })

  test('that comes when the screen was left is told beside it', async () => {
    const told = hearRefusals()
    const { leave, end } = await underWay(refused)
    await leave()
    await end()
    await expect.poll(told).toEqual([inWords])
  })

  test('that comes when its question is closed is told beside the screen, and is gone when it is asked again', async () => {
    const told = hearRefusals()
    const open = writable(true)
    const question = fromStore(open)
    const { deed, end } = await underWay(refused, { isOpen: () => question.current })
    open.set(false)
    await end()
    await expect.poll(told).toEqual([inWords])
    open.set(true)
    await expect.poll(() => deed.error).toBeUndefined()
  })

  test('is told beside the screen in words of its own, where it has some', async () => {
    const told = hearRefusals()
    const words = { title: 'Not certain whether AB is redeemed', next: 'Scan it again.' }
    const { leave, end } = await underWay(refused, { words: () => words })
    await leave()
    await end()
    await expect.poll(told).toEqual([words.title])
  })

  test('of what was given up is none', async () => {
    const told = hearRefusals()
    const { deed, leave, end } = await underWay(new DOMException('', 'AbortError'))
    await leave()
    await end()
    expect([deed.error, told()]).toEqual([undefined, []])
  })
})
