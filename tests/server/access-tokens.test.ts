import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../support/server.ts'

describe('access tokens', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ secret: Buffer.from('0123456789abcdef0123456789abcdef') })
  })
  afterAll(() => server.close())

  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (header: object, claims: object, key: string, hash = 'sha256'): string => {
    const text = `${part(header)}.${part(claims)}`
    return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`
  }

  it('are refused when unsigned, signed with another key or algorithm, for another store, expired, without an end or garbled', async () => {
    const claims = JSON.parse(
      Buffer.from(String(server.admin.token.split('.')[1]), 'base64url').toString(),
    ) as {
      exp: number
    }
    const key = '0123456789abcdef0123456789abcdef'
    const hs256 = { alg: 'HS256', typ: 'JWT' }
    const codeOf = async (token: string) =>
      (await server.request('GET', '/auth/me', { as: token })).body.code as unknown
    expect(await codeOf(sign(hs256, claims, key))).toBeUndefined()
    expect(await codeOf(`${part({ alg: 'none' })}.${part(claims)}.`)).toBe('unauthenticated')
    expect(await codeOf(sign(hs256, claims, `${key}x`))).toBe('unauthenticated')
    expect(await codeOf(sign({ alg: 'HS512' }, claims, key, 'sha512'))).toBe('unauthenticated')
    expect(await codeOf(sign(hs256, { ...claims, aud: 'other' }, key))).toBe('unauthenticated')
    expect(await codeOf(sign(hs256, { ...claims, iss: 'other' }, key))).toBe('unauthenticated')
    expect(await codeOf(sign(hs256, { ...claims, ver: 99 }, key))).toBe('unauthenticated')
    expect(await codeOf(sign(hs256, { ...claims, exp: 1000 }, key))).toBe('token_expired')
    const odd = [
      { exp: undefined },
      { sub: 'x' },
      { sub: '99999999999' },
      { sid: 1.5 },
      { sid: 1e300 },
      { ver: '1' },
    ]
    for (const wrong of odd)
      expect(await codeOf(sign(hs256, { ...claims, ...wrong }, key)), JSON.stringify(wrong)).toBe(
        'unauthenticated',
      )
    expect(await codeOf('garbage')).toBe('unauthenticated')
    expect(await codeOf('cup_garbage')).toBe('unauthenticated')
  })

  it('live for ten minutes', () => {
    const { iat, exp } = JSON.parse(
      Buffer.from(String(server.admin.token.split('.')[1]), 'base64url').toString(),
    ) as { iat: number; exp: number }
    expect(exp - iat).toBe(600)
  })
})
