import type { Coupon } from '../../server/contracts/coupon-resource.ts'
import type { Loaded } from '../state/load.svelte.ts'

/** Asked at the very moment, the server might not have come to it yet. */
const graceMs = 250
/** Timers take no longer wait: they would fire at once. */
const longestWaitMs = 2 ** 31 - 1

/** Milliseconds from when the coupon was read until its book begins or ends, by the database's clock; undefined where it never will. */
function untilTurn({ book_starts_at, book_expiration_date, server_time }: Coupon): number | undefined {
  const now = Date.parse(server_time)
  const turns = [book_starts_at, book_expiration_date].flatMap((time) =>
    time === null ? [] : Date.parse(time),
  )
  const next = Math.min(...turns.filter((turn) => turn >= now))
  return Number.isFinite(next) ? next - now : undefined
}

/** Reads a coupon anew when its book begins or ends, which nobody changes and no hint tells. To be called while a component is set up. */
export function followBookTurn<T extends Coupon>(coupon: Loaded<T>): void {
  $effect(() => {
    const wait = coupon.data && untilTurn(coupon.data)
    if (wait === undefined) return
    const at = coupon.readAt + wait + graceMs
    let timer: ReturnType<typeof setTimeout> | undefined
    function look(): void {
      clearTimeout(timer)
      const left = at - performance.now()
      if (left > 0) timer = setTimeout(look, Math.min(left, longestWaitMs))
      else void coupon.reload()
    }
    look()
    // Timers stand still while the computer sleeps.
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  })
}
