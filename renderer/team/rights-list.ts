import * as apiKeys from '../../server/contracts/api-keys.ts'
import * as audit from '../../server/contracts/audit-events.ts'
import * as auth from '../../server/contracts/auth.ts'
import * as books from '../../server/contracts/books.ts'
import * as codes from '../../server/contracts/codes.ts'
import type { Contract, Role } from '../../server/contracts/contract.ts'
import * as coupons from '../../server/contracts/coupons.ts'
import * as distributions from '../../server/contracts/distributions.ts'
import * as events from '../../server/contracts/events.ts'
import * as generations from '../../server/contracts/generations.ts'
import * as imports from '../../server/contracts/imports.ts'
import * as pools from '../../server/contracts/pools.ts'
import * as redemptions from '../../server/contracts/redemptions.ts'
import * as reports from '../../server/contracts/reports.ts'
import * as settings from '../../server/contracts/settings.ts'
import * as users from '../../server/contracts/users.ts'
import { rightWords as words } from '../words/rights.ts'

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
    noun: words.nouns.coupons,
    rights: [
      {
        does: words.seeCoupons,
        operations: [
          coupons.listCoupons,
          coupons.listUserCoupons,
          coupons.listMyCoupons,
          coupons.getCoupon,
          coupons.getCouponHistory,
          events.streamEvents,
        ],
        ownOnly: true,
      },
      {
        does: words.redeem,
        operations: [coupons.lockCoupon, coupons.unlockCoupon, coupons.redeemCoupon],
        ownOnly: true,
      },
      {
        does: words.takeOwn,
        operations: [coupons.assignRandom, coupons.assign],
      },
      {
        does: words.assign,
        operations: [
          coupons.assignCode,
          coupons.extendLock,
          coupons.handOverLock,
          coupons.listLocks,
          coupons.listBookCoupons,
        ],
      },
      { does: words.releaseOthers, operations: [], finer: 'manager' },
      { does: words.voidCoupons, operations: [coupons.voidCoupon, codes.voidBook] },
    ],
  },
  {
    noun: words.nouns.redemptions,
    rights: [
      {
        does: words.seeRedemptions,
        operations: [
          redemptions.listRedemptions,
          redemptions.listBookRedemptions,
          redemptions.requestUndo,
          redemptions.listUndoRequests,
        ],
      },
      {
        does: words.undo,
        operations: [redemptions.rollBackRedemption, redemptions.decideUndo, redemptions.exportRedemptions],
      },
    ],
  },
  {
    noun: words.nouns.books,
    rights: [
      {
        does: words.seeBooks,
        operations: [books.listBooks, books.getBook],
      },
      { does: words.changeBooks, operations: [books.createBook, books.updateBook] },
      {
        does: words.bringCodes,
        operations: [
          imports.uploadCodes,
          codes.generateCodes,
          generations.listGenerations,
          generations.getGeneration,
          codes.exportCodes,
          imports.listImports,
          imports.getImport,
          imports.exportRejects,
          imports.getJob,
          imports.cancelJob,
        ],
      },
      {
        does: words.distribute,
        operations: [
          distributions.distribute,
          distributions.listDistributions,
          distributions.getDistribution,
          distributions.listAssignments,
          distributions.exportAssignments,
          distributions.listSkipped,
          distributions.exportSkipped,
        ],
      },
    ],
  },
  {
    noun: words.nouns.people,
    rights: [
      {
        does: words.ownProfile,
        operations: [auth.getMe, auth.updateMe, auth.changePassword, auth.listSessions, auth.endSession],
      },
      { does: words.seeAccount, operations: [users.getUser], ownOnly: true },
      {
        does: words.findPeople,
        operations: [users.listUsers, users.findUserByEmail, users.createUser],
      },
      {
        does: words.changeCustomers,
        operations: [users.updateUser, users.deactivateUser, users.anonymiseUser, imports.uploadUsers],
      },
      {
        does: words.pools,
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
        does: words.changeTeam,
        operations: [],
        finer: 'admin',
      },
    ],
  },
  {
    noun: words.nouns.store,
    rights: [
      { does: words.seeSettings, operations: [settings.getSettings] },
      { does: words.reports, operations: [reports.getStats, reports.listRefusals, audit.listAuditEvents] },
      { does: words.exportActivity, operations: [audit.exportAuditEvents] },
      { does: words.changeSettings, operations: [settings.updateSettings] },
      {
        does: words.apiKeys,
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
