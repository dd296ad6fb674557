import bcrypt from 'bcrypt'
import { expect, it } from 'vitest'
import { isPassword } from '../../server/auth/passwords.ts'

it('the twenty-third password at once is refused as busy, the others and the next one are checked', async () => {
  // Of the least cost: only the order of the checks is looked at.
  const hash = await bcrypt.hash('correct horse 9', 4)
  const checks = await Promise.allSettled(
    Array.from({ length: 23 }, (_, n) => isPassword(n % 2 === 0 ? 'correct horse 9' : 'wrong', hash)),
  )
  expect(checks.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'busy', retryAfter: 3 } })
  expect(checks.slice(0, 22)).toEqual(
    Array.from({ length: 22 }, (_, n) => ({ status: 'fulfilled', value: n % 2 === 0 })),
  )
  expect(await isPassword('correct horse 9', hash)).toBe(true)
})

it('where there is no hash no password is right', async () => {
  for (const password of ['', 'correct horse 9', 'with\0 a NUL'])
    expect(await isPassword(password, null)).toBe(false)
})
