import { refuse } from '../errors.ts'

/** The refusals of the rules about pools, each in its sentence. */
export const refusals = {
  notFound: () => refuse('pool_not_found', 'There is no such pool.'),
  nameTaken: () => refuse('name_taken', 'Another pool has this name already.'),
  /** @param missing what nobody has, of which the first hundred are shown. */
  usersNotFound: (missing: { user_ids: number[]; emails: string[] }) => {
    const count = missing.user_ids.length + missing.emails.length
    return refuse(
      'user_not_found',
      count === 1
        ? 'One of those named is no user of the store. Nothing was changed.'
        : `${String(count)} of those named are no users of the store. Nothing was changed.`,
      { user_ids: missing.user_ids.slice(0, 100), emails: missing.emails.slice(0, 100) },
    )
  },
}
