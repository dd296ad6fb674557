import { expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import CouponHistory from '../../renderer/books/CouponHistory.svelte'
import type { LoadedPages } from '../../renderer/state/load-pages.svelte.ts'
import type { CouponEvent } from '../../server/contracts/coupon-resource.ts'
import { luis } from './store.ts'

const event = (version: number): CouponEvent => ({
  id: version,
  at: '2026-05-04T12:00:00.000Z',
  action: 'coupon.locked',
  version,
  actor_id: luis.id,
  actor_name: luis.name,
  till: null,
  user_id: null,
  user_name: null,
  details: {},
})

const history = (versions: number[], hasMore = false): LoadedPages<CouponEvent> => ({
  items: versions.map(event),
  error: undefined,
  loading: false,
  loadingMore: false,
  hasMore,
  ready: true,
  readAt: () => 0,
  more: () => Promise.resolve(),
  reload: () => Promise.resolve(),
})

test.for([
  ['whole', history([2, 1]), 2, false],
  ['with older entries to be loaded', history([4, 3], true), 4, false],
  ['of a coupon that nobody touched', history([]), 0, false],
  ['whose oldest entries were deleted', history([4, 3]), 4, true],
  ['whose entries were all deleted', history([]), 3, true],
] as const)('a history %s says whether something is missing', async ([, loaded, version, isMissing]) => {
  await render(CouponHistory, { history: loaded, version })
  expect(browser.getByText(/is no longer kept/).query() !== null).toBe(isMissing)
})
