import * as contracts from '../contracts/books.ts'
import { change, read, type Api } from '../http/route.ts'
import { createBook } from './create-book.ts'
import { listBooks } from './list-books.ts'
import { readBook } from './read-book.ts'
import { updateBook } from './update-book.ts'

export function bookRoutes(api: Api): void {
  read(api, contracts.listBooks, ({ app, actor, query }) => listBooks(app.db, actor, query))

  read(api, contracts.getBook, ({ app, actor, params }) => readBook(app.db, actor, params.id))

  change(api, contracts.createBook, ({ app, actor, trace, body }, tx) =>
    createBook(app.db, tx, actor, trace, body),
  )

  change(api, contracts.updateBook, ({ app, actor, trace, params, body }, tx) =>
    updateBook(app.db, tx, actor, trace, params.id, body),
  )
}
