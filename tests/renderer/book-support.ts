import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import BookScreen from '../../renderer/books/BookScreen.svelte'
import { getBook, type Book } from '../../server/contracts/books.ts'
import { listBookCoupons } from '../../server/contracts/coupons.ts'
import { getJob } from '../../server/contracts/imports.ts'
import { listRedemptions, listUndoRequests } from '../../server/contracts/redemptions.ts'
import { getStats } from '../../server/contracts/reports.ts'
import { getSettings } from '../../server/contracts/settings.ts'
import type { User } from '../../server/contracts/users.ts'
import { network } from './network.ts'
import { book, coupon, job, marta, page, settings, stats } from './store.ts'
import { logInAs } from './till-support.ts'

/** The screen of a book with one coupon, of which nothing was redeemed. */
export async function openBook(user: User = marta, over: Partial<Book> = {}) {
  const server = network()
  server.on(getBook, () => book(over))
  server.on(getStats, () => stats())
  server.on(getSettings, () => settings)
  server.on(listBookCoupons, () => page(coupon()))
  server.on(listRedemptions, () => page())
  server.on(listUndoRequests, () => page())
  server.on(getJob, () => job({ id: 12, kind: 'import' }))
  logInAs(user)
  await render(BookScreen, { id: '7' })
  return server
}
