import type { BookCounts } from '../../server/contracts/books.ts'
import type { StockPart } from '../ui/StockBar.svelte'
import { couponLook } from '../words/states.ts'

/** A book's stock as the parts of its bar, from free to void. */
export function stockOf(counts: BookCounts): StockPart[] {
  return [
    { ...couponLook.UNASSIGNED, count: counts.unassigned },
    { ...couponLook.ASSIGNED, count: counts.assigned },
    { ...couponLook.LOCKED, count: counts.locked },
    { ...couponLook.REDEEMED, count: counts.redeemed },
    { ...couponLook.VOID, count: counts.void },
  ]
}
