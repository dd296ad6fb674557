import { listBookRedemptions, listRedemptions as listContract } from '../contracts/redemptions.ts'
import { requireBook } from '../books/require-book.ts'
import { read, type Api } from '../http/route.ts'
import { listRedemptions } from './list.ts'

export function redemptionRoutes(api: Api): void {
  read(api, listContract, ({ app, actor, query }) =>
    listRedemptions(app.db, { ...query, bookIds: actor.bookIds }),
  )

  read(api, listBookRedemptions, async ({ app, actor, params, query }) => {
    await requireBook(app.db, actor, params.id)
    return listRedemptions(app.db, { ...query, book_id: params.id, bookIds: actor.bookIds })
  })
}
