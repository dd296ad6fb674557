import { NO_SUCH_BOOK } from '../books/errors.ts'
import { knowsBook } from '../books/require-book.ts'
import { refuse } from '../errors.ts'
import type { Actor } from '../http/context.ts'
import type { LayoutOptions } from './csv-layout.ts'
import type { ImportTarget } from './import-file.ts'
import { makeCoupons, markDoubles, stageCodes } from './load-codes.ts'
import { readUpload, type Upload } from './upload.ts'

/** Lines become coupons of a book. It takes no lock on the book: the unique key decides, and tills go on. */
export function codesOfBook(
  actor: Actor,
  bookId: number,
  upload: Upload,
  options: LayoutOptions,
): ImportTarget {
  return {
    target: 'codes',
    bookId,
    poolId: null,
    action: 'codes.imported',
    refusal: async (tx) =>
      (await knowsBook(tx, actor, bookId)) ? undefined : refuse('book_not_found', NO_SUCH_BOOK).refusal,
    open: () => {
      const read = readUpload(upload, options)
      return { ...read, stage: (tx) => stageCodes(tx, read.lines()) }
    },
    tryOut: (tx, { keyed }) => markDoubles(tx, bookId, keyed),
    make: (tx, { keyed }, jobId, control) => makeCoupons(tx, bookId, jobId, keyed, control),
  }
}
