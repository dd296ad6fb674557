import { userInBookKey } from '../db/advisory-lock.ts'
import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { takeAssignmentLocks } from './assignment-locks.ts'
import type { Holdings } from './rules.ts'

/** A user who is to get coupons of a book. */
export interface Recipient {
  bookId: number
  userId: number
}

interface AssignmentFacts {
  book_id: number
  user_id: number
  /** Null where there is no such active person. */
  user_name: string | null
  /** How many coupons of the book the user has had: redeemed and returned ones count, void ones do not. */
  held: number
  /** The store's Walk-in customer stands for many people. */
  is_walk_in: boolean
}

// Nothing is counted for a book without a limit: there it decides nothing.
const FACTS = `
  select r.book_id, r.user_id, u.name as user_name, w.user_id is not null as is_walk_in,
         case when b.max_assignments_per_user is null then 0 else (
           select count(*)::int from coupons k
            where k.assigned_user_id = r.user_id and k.book_id = r.book_id and k.state <> 'VOID') end as held
    from jsonb_to_recordset($1::jsonb) as r (book_id int, user_id int)
    left join books b on b.id = r.book_id
    left join users u on u.id = r.user_id and u.is_active and u.kind = 'person'
    left join (select (value #>> '{}')::int as user_id from settings where key = 'walk_in_user_id') w
      on w.user_id = r.user_id`

/** The key of a recipient in a map of facts. */
export function recipientKey({ bookId, userId }: Recipient): string {
  return `${String(bookId)}/${String(userId)}`
}

/**
 * Takes the locks of an assignment and counts in the next statement: a statement's snapshot is older than a lock that it waits for.
 *
 * @returns by {@link recipientKey}, without those who are no active person.
 */
export async function lockRecipients(
  tx: Transaction,
  recipients: readonly Recipient[],
): Promise<Map<string, Holdings>> {
  const books = [...new Set(recipients.map(({ bookId }) => bookId))]
  const users = [...new Set(recipients.map(({ bookId, userId }) => userInBookKey(bookId, userId)))]
  await takeAssignmentLocks(tx, books, users)
  const asked = recipients.map(({ bookId, userId }) => ({ book_id: bookId, user_id: userId }))
  const facts = await query<AssignmentFacts>(tx, FACTS, [JSON.stringify(asked)])
  return new Map(
    facts.flatMap((fact) => {
      const holdings = holdingsOf(fact)
      return holdings
        ? [[recipientKey({ bookId: fact.book_id, userId: fact.user_id }), holdings] as const]
        : []
    }),
  )
}

function holdingsOf(facts: AssignmentFacts): Holdings | undefined {
  if (facts.user_name === null) return undefined
  return { id: facts.user_id, name: facts.user_name, held: facts.held, exemptFromLimit: facts.is_walk_in }
}
