import * as apiKeys from '../../server/contracts/api-keys.ts'
import * as audit from '../../server/contracts/audit-events.ts'
import * as auth from '../../server/contracts/auth.ts'
import * as books from '../../server/contracts/books.ts'
import * as codes from '../../server/contracts/codes.ts'
import type { Contract, Role } from '../../server/contracts/contract.ts'
import * as coupons from '../../server/contracts/coupons.ts'
import * as distributions from '../../server/contracts/distributions.ts'
import * as imports from '../../server/contracts/imports.ts'
import * as pools from '../../server/contracts/pools.ts'
import * as redemptions from '../../server/contracts/redemptions.ts'
import * as reports from '../../server/contracts/reports.ts'
import * as settings from '../../server/contracts/settings.ts'
import * as users from '../../server/contracts/users.ts'

/** Something that people do here. The role that may is the contract's own, unless an operation is finer than its contract. */
export interface Right {
  does: string
  /** The operations it stands for, all of one role. */
  operations: readonly Contract[]
  /** Of a customer: on what is their own alone. */
  ownOnly?: true
  /** Where the operation itself asks for more than its contract: the role that it asks for. */
  finer?: Role
}

export interface RightGroup {
  noun: string
  rights: readonly Right[]
}

/** Every operation of the API in people's words, by what it is about. `tests/renderer/rights.test.ts` holds it against the contracts. */
export const rightsList: readonly RightGroup[] = [
  {
    noun: 'Coupons',
    rights: [
      {
        does: 'See coupons and what happened to them',
        operations: [
          coupons.listCoupons,
          coupons.listUserCoupons,
          coupons.listMyCoupons,
          coupons.getCoupon,
          coupons.getCouponHistory,
        ],
        ownOnly: true,
      },
      {
        does: 'Lock, let go, redeem',
        operations: [coupons.lockCoupon, coupons.unlockCoupon, coupons.redeemCoupon],
        ownOnly: true,
      },
      {
        does: 'Take one from a book where customers help themselves',
        operations: [coupons.assignRandom, coupons.assign],
      },
      {
        does: 'Give coupons to customers, extend and hand over locks, see what is locked',
        operations: [
          coupons.assignCode,
          coupons.extendLock,
          coupons.handOverLock,
          coupons.listLocks,
          coupons.listBookCoupons,
        ],
      },
      { does: 'Release somebody else’s lock', operations: [], finer: 'manager' },
      { does: 'Void coupons', operations: [coupons.voidCoupon, codes.voidBook] },
    ],
  },
  {
    noun: 'Redemptions',
    rights: [
      {
        does: 'See redemptions, ask to have one undone',
        operations: [
          redemptions.listRedemptions,
          redemptions.listBookRedemptions,
          redemptions.requestUndo,
          redemptions.listUndoRequests,
        ],
      },
      {
        does: 'Undo redemptions, decide what was asked, export',
        operations: [redemptions.rollBackRedemption, redemptions.decideUndo, redemptions.exportRedemptions],
      },
    ],
  },
  {
    noun: 'Books',
    rights: [
      {
        does: 'See books: customers those where they help themselves',
        operations: [books.listBooks, books.getBook],
      },
      { does: 'Make and change books', operations: [books.createBook, books.updateBook] },
      {
        does: 'Import, generate and export codes',
        operations: [
          imports.uploadCodes,
          codes.generateCodes,
          codes.exportCodes,
          imports.listImports,
          imports.getImport,
          imports.exportRejects,
          imports.getJob,
          imports.cancelJob,
        ],
      },
      {
        does: 'Distribute a book to a pool',
        operations: [
          distributions.distribute,
          distributions.listDistributions,
          distributions.getDistribution,
          distributions.listAssignments,
          distributions.exportAssignments,
        ],
      },
    ],
  },
  {
    noun: 'People',
    rights: [
      {
        does: 'Change the own profile and password, end own sessions',
        operations: [auth.getMe, auth.updateMe, auth.changePassword, auth.listSessions, auth.endSession],
      },
      { does: 'See an account', operations: [users.getUser], ownOnly: true },
      {
        does: 'Find people, make customers',
        operations: [users.listUsers, users.findUserByEmail, users.createUser],
      },
      {
        does: 'Change, deactivate and anonymise customers, import them',
        operations: [users.updateUser, users.deactivateUser, users.anonymiseUser, imports.uploadUsers],
      },
      {
        does: 'Pools of customers',
        operations: [
          pools.listPools,
          pools.createPool,
          pools.getPool,
          pools.updatePool,
          pools.deletePool,
          pools.listPoolUsers,
          pools.addPoolUsers,
          pools.removePoolUsers,
          imports.uploadPoolUsers,
        ],
      },
      {
        does: 'Make, change and deactivate staff, managers and administrators',
        operations: [],
        finer: 'admin',
      },
    ],
  },
  {
    noun: 'Store',
    rights: [
      { does: 'See the store’s settings', operations: [settings.getSettings] },
      { does: 'Reports, and who did what', operations: [reports.getStats, audit.listAuditEvents] },
      { does: 'Export who did what', operations: [audit.exportAuditEvents] },
      { does: 'Change the store’s settings', operations: [settings.updateSettings] },
      {
        does: 'Make and revoke API keys',
        operations: [apiKeys.listApiKeys, apiKeys.createApiKey, apiKeys.revokeApiKey],
      },
    ],
  },
]

/** The least role that may do it. */
export function leastRole({ finer, operations }: Right): Role {
  const role = finer ?? operations[0]?.role
  if (role === undefined || role === 'public') throw new Error('a right without a role')
  return role
}
