/** The demo store with what it lacks: something to see on every screen of the console, and a coupon for every card of the till. */
import { randomUUID } from 'node:crypto'

export const demoPassword = 'cuponera-demo'

/** What the addresses of the screens name. */
export interface FilledStore {
  url: string
  bookId: number
  poolId: number
  customerId: number
  distributionId: number
}

/** A coupon for each card; `receipt` can be redeemed again and again. */
export const tillCodes = {
  free: 'SUMR-7K2M-9XQP',
  good: 'SUMR-C4TN-W8RE',
  mine: 'SUMR-HJ6V-2DLM',
  other: 'SUMR-P3FA-K7YT',
  redeemed: 'SUMR-X9QC-4NGH',
  void: 'SUMR-R2WE-T6KJ',
  receipt: 'SUMR-MANY-USES',
  ended: 'FLYER-2K9D',
  unknown: 'SUMR-7K2M-9XQO',
} as const

const LONGEST_LOCK = 3600

type Ask = <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>
interface Item {
  id: number
  name: string
  email: string
}
interface Items<T = Item> {
  items: T[]
}

/** Fills a demo store that nobody has touched yet, over HTTP, as its people. */
export async function fillStore(url: string): Promise<FilledStore> {
  const [admin, luis, marta] = await Promise.all([
    logIn(url, 'admin@demo.example', 'Office'),
    logIn(url, 'luis@demo.example', 'Till 1'),
    logIn(url, 'marta@demo.example', 'Till 2'),
  ])
  const { items: people } = await admin<Items>('GET', '/users?role=customer&limit=200')
  const ana = named(people, 'Ana Pérez').id
  const summer = await admin<Item>('POST', '/books', {
    name: 'Summer sale: 20 % off',
    description: 'For one purchase in June, July or August.',
  })
  await fillSummer(admin, summer.id, ana)
  await fillFlyer(admin, ana)
  await luis('POST', `/coupons/lock/${tillCodes.mine}`, { lock_duration_seconds: LONGEST_LOCK })
  await marta('POST', `/coupons/lock/${tillCodes.other}`, { lock_duration_seconds: LONGEST_LOCK })
  await marta('POST', `/coupons/redeem/${tillCodes.redeemed}`)
  await askForUndo(admin, luis)
  await beRefused(luis)
  await admin('POST', '/api-keys', { name: 'Web shop', role: 'staff', book_ids: [summer.id] })
  await admin('PATCH', '/settings', { allow_registration: true })
  const { items: pools } = await admin<Items>('GET', '/pools')
  const poolId = named(pools, 'Regulars').id
  const distribution = await admin<Item>('POST', `/pools/${poolId}/distribute`, {
    book_id: summer.id,
    mode: 'equal',
    coupons_per_user: 4,
    on_shortage: 'partial',
  })
  // After it, so that nobody is given these.
  await admin('POST', `/books/${summer.id}/codes/generate`, { count: 40, pattern: 'SUMR-{}', length: 8 })
  await admin('POST', `/books/${summer.id}/codes/upload`, { codes: [tillCodes.free] })
  return { url, bookId: summer.id, poolId, customerId: ana, distributionId: distribution.id }
}

async function fillSummer(admin: Ask, bookId: number, owner: number): Promise<void> {
  const { good, mine, other, redeemed, void: gone, receipt } = tillCodes
  const upload = `/books/${bookId}/codes/upload`
  await admin('POST', upload, { codes: [good, mine, other, redeemed, gone] })
  await admin('POST', upload, { codes: [receipt], max_redemptions: 1000 })
  const more = Array.from({ length: 20 }, (_, n) => `SUMR-PAPER-${String(n + 10)}`)
  await admin(
    'POST',
    `${upload}?file_name=summer.csv`,
    `code\n${more.join('\n')}\n${good}\nbad\u0007code\n\n`,
  )
  for (const code of [good, mine, other, redeemed, receipt])
    await admin('POST', `/coupons/assign/${code}`, { user_id: owner })
  await admin('POST', `/coupons/void/${gone}`, { reason: 'Misprinted' })
}

/** A book that has ended, with one coupon that was not used in time. */
async function fillFlyer(admin: Ask, owner: number): Promise<void> {
  const flyer = await admin<Item>('POST', '/books', { name: 'Spring flyer' })
  await admin('POST', `/books/${flyer.id}/codes/upload`, { codes: [tillCodes.ended] })
  await admin('POST', `/coupons/assign/${tillCodes.ended}`, { user_id: owner })
  await admin('PATCH', `/books/${flyer.id}`, { expiration_date: '2026-05-31' })
}

/** Two requests of Luis: one is refused, one waits. */
async function askForUndo(admin: Ask, luis: Ask): Promise<void> {
  const { items: staff } = await admin<Items>('GET', '/users?role=staff')
  const by = named(staff, 'Luis Herrera').id
  const { items: taken } = await admin<Items<{ id: number }>>('GET', `/redemptions?redeemed_by=${by}&limit=2`)
  const [first, second] = taken
  if (!first || !second) throw new Error('Luis redeemed nothing in the demo')
  const refused = await luis<Item>('POST', `/redemptions/${first.id}/undo-request`, {
    reason: 'The customer came back a day later',
  })
  await admin('POST', `/undo-requests/${refused.id}/decide`, { decision: 'refuse' })
  await luis('POST', `/redemptions/${second.id}/undo-request`, { reason: 'Scanned the wrong paper' })
}

/** What a till tried in vain. */
async function beRefused(till: Ask): Promise<void> {
  for (const [verb, code] of [
    ['redeem', tillCodes.other],
    ['lock', tillCodes.redeemed],
    ['redeem', tillCodes.ended],
    ['lock', tillCodes.other],
    ['redeem', tillCodes.unknown],
  ] as const) {
    const refused = await till('POST', `/coupons/${verb}/${code}`).then(
      () => false,
      () => true,
    )
    if (!refused) throw new Error(`${verb} of ${code} was not refused`)
  }
}

function named(items: readonly Item[], name: string): Item {
  const found = items.find((item) => item.name === name)
  if (!found) throw new Error(`the demo has no ${name}`)
  return found
}

/** Somebody who asks over HTTP: objects go as JSON, text as CSV. What is refused is an error. */
async function logIn(url: string, email: string, till: string): Promise<Ask> {
  const ask =
    (token?: string): Ask =>
    async <T>(method: string, path: string, body?: unknown) => {
      const isText = typeof body === 'string'
      const reply = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          'x-till': till,
          // Only what has a key is kept, and counted, where it is refused.
          'idempotency-key': randomUUID(),
          'content-type': isText ? 'text/csv' : 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      })
      if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`)
      return (await reply.json()) as T
    }
  const { access_token } = await ask()<{ access_token: string }>('POST', '/auth/login', {
    email,
    password: demoPassword,
  })
  return ask(access_token)
}
