import { sqlErrorCode } from '../db/sql-errors.ts'

const UNIQUE_VIOLATION = '23505'

/**
 * Runs a whole transaction once more when somebody wrote the same e-mail or external id at the same moment: the first run looked
 * just before that; the second sees it and refuses.
 */
export async function againOnDuplicate<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (sqlErrorCode(error) !== UNIQUE_VIOLATION) throw error
    return run()
  }
}
