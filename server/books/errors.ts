import { DomainError } from '../errors.ts'

/** One sentence for a book that is not there, is not shown to a customer, or lies outside of an API key. */
export const NO_SUCH_BOOK = 'There is no such book.'

export const bookNotFound = (): DomainError => new DomainError('book_not_found', NO_SUCH_BOOK)
