import type { Coupon } from '../../server/contracts/coupon-resource.ts'
import { listCoupons } from '../../server/contracts/coupons.ts'
import { call } from '../api/client.ts'

const shown = 5
/** Below this many letters everything is alike. */
const fewest = 3

/**
 * Coupons that somebody may have meant: those that begin as the text does, or whose owner has that e-mail or name; else those
 * that share ever less of its beginning. Nearest length first is left to the server's order: newest first.
 */
export async function findLookAlikes(text: string, signal: AbortSignal): Promise<Coupon[]> {
  for (const q of beginnings(text)) {
    const { items } = await call(listCoupons, { query: { q, limit: shown }, signal })
    if (items.length > 0) return items
  }
  return []
}

/** The whole, then without its last letter, then two thirds and a half of it. */
function beginnings(text: string): string[] {
  const letters = Array.from(text.trim()).slice(0, 64)
  const { length } = letters
  const sizes = [length, length - 1, Math.ceil((length * 2) / 3), Math.ceil(length / 2)]
  const wanted = sizes.filter(
    (size, index) => (size >= fewest || index === 0) && sizes.indexOf(size) === index,
  )
  return wanted.map((size) => letters.slice(0, size).join('').trim()).filter((part) => part !== '')
}
