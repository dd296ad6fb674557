import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop } from '../support/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const elsewhere = { 'x-forwarded-for': '203.0.113.9' }

const ask = (headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${shop.server.url}/metrics`, { headers })

const valueOf = (text: string, sample: string): number =>
  Number(
    text
      .split('\n')
      .find((row) => row.startsWith(`${sample} `))
      ?.slice(sample.length + 1),
  )

it('are refused to another computer without an administrator’s token, as a problem', async () => {
  expect((await ask(elsewhere)).status).toBe(401)
  for (const { token } of [shop.customer, shop.staff, shop.manager]) {
    const reply = await ask({ ...elsewhere, authorization: `Bearer ${token}` })
    expect([reply.status, (await reply.json()).code]).toEqual([403, 'forbidden'])
  }
  expect((await ask({ ...elsewhere, authorization: `Bearer ${shop.server.admin.token}` })).status).toBe(200)
})

it('count each answer by route and status, and never hold a code or an id', async () => {
  const [code = ''] = await shop.codes(await shop.book(), 1)
  await shop.act(shop.staff, 'assign', code, { user_id: shop.customer.id })
  await shop.act(shop.staff, 'redeem', code)
  await shop.act(shop.staff, 'redeem', code)
  await fetch(`${shop.server.url}/api/v1/nothing/${code}`)
  const reply = await ask()
  expect(reply.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  const text = await reply.text()
  const redeem = 'method="POST",route="/api/v1/coupons/redeem/:code"'
  expect(valueOf(text, `cuponera_requests_total{${redeem},status="200"}`)).toBe(1)
  expect(valueOf(text, `cuponera_requests_total{${redeem},status="409"}`)).toBe(1)
  expect(valueOf(text, `cuponera_request_seconds_count{${redeem}}`)).toBe(2)
  expect(valueOf(text, `cuponera_request_seconds_bucket{${redeem},le="+Inf"}`)).toBe(2)
  expect(valueOf(text, 'cuponera_requests_total{method="GET",route="other",status="404"}')).toBe(1)
  expect(text).not.toContain(code)
  for (const row of text.trimEnd().split('\n'))
    expect(row).toMatch(
      /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? [\d.e+-]+)$/,
    )
})
