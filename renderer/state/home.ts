import type { Role } from '../../server/contracts/contract.ts'
import type { PlaceName } from './places.ts'

/** Where each role lands: at what it does most. */
export const homeOf: Record<Role, PlaceName & ('till' | 'books' | 'myCoupons')> = {
  customer: 'myCoupons',
  staff: 'till',
  manager: 'books',
  admin: 'books',
}
