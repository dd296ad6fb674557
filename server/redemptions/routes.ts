import { requireBook } from '../books/require-book.ts'
import * as contracts from '../contracts/redemptions.ts'
import { change, read, stream, type Api } from '../http/route.ts'
import { decideUndo } from './decide-undo.ts'
import { exportRedemptions } from './export-redemptions.ts'
import { listRedemptions } from './list.ts'
import { listUndoRequests } from './list-undo-requests.ts'
import { requestUndo } from './request-undo.ts'
import { rollBack } from './roll-back.ts'

/** The history of uses, and the ways to take one back. */
export function redemptionRoutes(api: Api): void {
  read(api, contracts.listRedemptions, ({ app, actor, query }) =>
    listRedemptions(app.db, { ...query, bookIds: actor.bookIds }),
  )

  stream(api, contracts.exportRedemptions, exportRedemptions)

  read(api, contracts.listBookRedemptions, async ({ app, actor, params, query }) => {
    await requireBook(app.db, actor, params.id)
    return listRedemptions(app.db, { ...query, book_id: params.id, bookIds: actor.bookIds })
  })

  change(api, contracts.rollBackRedemption, ({ actor, trace, params, body }, tx) =>
    rollBack(tx, actor, trace, { redemptionId: params.id, ...body }),
  )

  read(api, contracts.listUndoRequests, ({ app, actor, query }) => listUndoRequests(app.db, actor, query))

  change(api, contracts.requestUndo, ({ actor, trace, params, body }, tx) =>
    requestUndo(tx, actor, trace, params.id, body.reason),
  )

  change(api, contracts.decideUndo, ({ actor, trace, params, body }, tx) =>
    decideUndo(tx, actor, trace, params.id, body),
  )
}
