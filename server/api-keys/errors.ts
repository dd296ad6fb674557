import { refuse } from '../errors.ts'
import { NO_SUCH_BOOK } from '../books/errors.ts'

/** The refusals of the rules about API keys, each in its sentence. */
export const refusals = {
  notFound: () => refuse('api_key_not_found', 'There is no such API key.'),
  nameTaken: () =>
    refuse('name_taken', 'Another API key has this name already. Revoke it first, or choose another name.'),
  bookNotFound: () => refuse('book_not_found', NO_SUCH_BOOK),
}
