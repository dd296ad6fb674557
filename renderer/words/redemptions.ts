/** The words of the list of all redemptions. */
export const redemptionListWords = {
  title: 'Redemptions',
  lead: 'Each use of a coupon, the newest first. Those that were undone stay in the list.',
  by: 'By',
  byAnybody: 'By anybody',
  customer: 'Of',
  anyCustomer: 'Of any customer',
  export: 'Export CSV',
  exportTitle: 'All redemptions that are listed, as a file.',
  fileName: 'redemptions.csv',
  noneTitle: 'No redemption fits',
  noneNext: 'Choose more days, or take the filters away.',
  emptyTitle: 'Nothing redeemed yet',
  emptyNext: 'Each use of a coupon appears here, with who took it and at which till.',
} as const
