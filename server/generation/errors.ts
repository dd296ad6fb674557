import { DomainError } from '../errors.ts'

/** For the record: whoever would read it has gone. */
export const brokenOff = (): DomainError =>
  new DomainError('job_finished', 'Whoever waited for the generation went away. Nothing of it was kept.')
