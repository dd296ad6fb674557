import { refuse } from '../errors.ts'

/** The refusals about redemptions and their undoing, each in its sentence. */
export const refusals = {
  notFound: () => refuse('redemption_not_found', 'There is no such redemption.'),
  askedAlready: (name: string) =>
    refuse('invalid_state', `${name} asked for this already; a manager has yet to decide.`),
  noRequest: () => refuse('not_found', 'There is no such request.'),
  decidedAlready: (name: string | null) =>
    refuse('invalid_state', `${name ?? 'Somebody'} has decided this already.`),
}
