import { queryText } from '../state/places.ts'
import { router } from '../state/router.svelte.ts'

/** The address of this screen with a coupon open over it: `/books/3?tab=coupons&coupon=AB12`. */
export function hrefToCoupon(code: string): string {
  const { pathname, searchParams } = router.url
  return pathname + queryText({ ...Object.fromEntries(searchParams), coupon: code })
}
