import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import ActivityScreen from '../../renderer/audit/ActivityScreen.svelte'
import { factsOf, poolOf, reportHref } from '../../renderer/audit/event-facts.ts'
import { tellHint } from '../../renderer/state/live.svelte.ts'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { actionGroups, actionWords, eventSubject } from '../../renderer/words/audit.ts'
import { exportAuditEvents, listAuditEvents, type AuditEvent } from '../../server/contracts/audit-events.ts'
import { auditActions } from '../../server/contracts/audit.ts'
import { listBooks } from '../../server/contracts/books.ts'
import { getUser, listUsers } from '../../server/contracts/users.ts'
import { network, Refusal } from './network.ts'
import { ana, book, luis, marta, page } from './store.ts'
import { atPlace, button, dialog, logInAs } from './till-support.ts'

atPlace('/activity')

const event = (over: Partial<AuditEvent> = {}): AuditEvent => ({
  id: 41,
  at: '2026-05-04T12:00:00.000Z',
  action: 'coupon.assigned',
  actor_id: luis.id,
  actor_name: 'Luis',
  till: 'Till 2',
  request_id: 'req-1',
  user_id: ana.id,
  user_name: 'Ana',
  book_id: 7,
  book_name: 'Summer reading',
  code: 'SUMR-7K2M',
  version: 1,
  job_id: null,
  details: {},
  ...over,
})

/** What is about no coupon and nobody. */
const none = { code: null, version: null, user_name: null, user_id: null } as const

async function open(
  query: string,
  answer: () => ReturnType<typeof page<AuditEvent>> | Refusal,
  user = marta,
) {
  navigate(`/activity${query}`, { replace: true })
  const server = network()
  server.on(listBooks, () => page(book()))
  server.on(getUser, () => luis)
  server.on(listAuditEvents, answer)
  logInAs(user)
  await render(ActivityScreen)
  return server
}

describe('the activity', () => {
  test('of one book leads back to the book; of all of them to none', async () => {
    await open('?book=7', () => page())
    const way = browser.getByRole('link', { name: 'The book' })
    await expect.element(way).toHaveAttribute('href', '/books/7')
    await browser.getByRole('combobox', { name: 'Book' }).selectOptions('All books')
    await expect.element(way).not.toBeInTheDocument()
  })

  test('that cannot be read says why', async () => {
    await open('', () => new Refusal('internal_error'))
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Something went wrong on the server')
  })

  test('of days that are no span says so, and asks for nothing', async () => {
    const server = await open('?from=2026-05-02&to=2026-05-01', () => page(event()))
    await expect
      .element(browser.getByRole('alert'))
      .toHaveTextContent('The last day must not be before the first.')
    expect(server.of(listAuditEvents)).toEqual([])
    await browser.getByLabelText('Last day').fill('2026-05-03')
    await expect.element(browser.getByRole('link', { name: 'Assigned to Ana' })).toBeVisible()
  })

  test('is taken along by administrators alone, filtered as the list is', async () => {
    await open('', () => page(event()))
    await expect.element(browser.getByRole('link', { name: 'Assigned to Ana' })).toBeVisible()
    expect(button('Export CSV').query()).toBeNull()
  })

  test('for an administrator has the export of what is filtered', async () => {
    const server = await open('?action=coupon.assigned', () => page(event()), { ...marta, role: 'admin' })
    server.on(exportAuditEvents, () => 'id')
    await button('Export CSV').click()
    await expect.poll(() => server.of(exportAuditEvents)[0]?.query).toEqual({ action: 'coupon.assigned' })
  })

  test('is filtered by the server, as the address says; what can be no id is none', async () => {
    const server = await open(
      '?range=own&from=2026-05-04&to=2026-05-04&actor=1&action=coupon.redeemed&book=x&code=SUMR',
      () => page(),
    )
    await expect.element(browser.getByText('Nothing of this kind')).toBeVisible()
    expect(server.of(listAuditEvents)[0]?.query).toEqual({
      from: '2026-05-03T22:00:00.000Z',
      to: '2026-05-04T22:00:00.000Z',
      actor_id: '1',
      action: 'coupon.redeemed',
      code: 'SUMR',
    })
    await expect.element(button('By Luis')).toBeVisible()
    await browser.getByRole('link', { name: 'Take the filters away' }).click()
    await expect.poll(() => server.of(listAuditEvents).at(-1)?.query).toEqual({})
  })

  test('is narrowed to a person who is found by name, and to anybody again', async () => {
    const server = await open('', () => page(event()))
    server.on(listUsers, () => page(luis))
    await button('By anybody').click()
    await dialog().getByLabelText('Find a customer').fill('lu')
    await dialog().getByRole('button', { name: /^Luis/ }).click()
    await expect.poll(() => server.of(listAuditEvents).at(-1)?.query).toEqual({ actor_id: '1' })
    await button('By: anybody again').click()
    await expect.poll(() => server.of(listAuditEvents).at(-1)?.query).toEqual({})
  })

  test('opens an event with all that is known of it, and the ways to what it was about', async () => {
    await open('', () => page(event({ details: { seconds: 90, role: { from: 'staff', to: 'manager' } } })))
    await browser.getByRole('link', { name: 'Assigned to Ana' }).click()
    await expect.element(dialog()).toHaveTextContent('req-1')
    await expect.element(dialog()).toHaveTextContent('staff → manager')
    const hrefs = dialog()
      .getByRole('link')
      .elements()
      .map((link) => link.getAttribute('href'))
    expect(hrefs).toEqual([
      '/books/7?coupon=SUMR-7K2M',
      '/books/7',
      '/customers/3',
      '/activity?actor=1',
      '/activity?code=SUMR-7K2M',
    ])
    expect(window.location.search).toBe('?event=41')
  })

  test('keeps the open event when newer ones push it out of the list', async () => {
    let now = event()
    const server = await open('?event=41', () => page(now))
    await expect.element(dialog()).toHaveTextContent('req-1')
    now = event({ id: 42, request_id: 'req-2', code: 'NEWER' })
    tellHint({ type: 'coupon' })
    await expect.poll(() => server.of(listAuditEvents).length).toBe(2)
    await expect.element(browser.getByText(/NEWER/)).toBeInTheDocument()
    await expect.element(dialog()).toHaveTextContent('req-1')
  })

  test('of mass work leads to its report', async () => {
    const imported = { ...none, action: 'codes.imported', book_id: 7, job_id: 12 } as const
    await open('?event=41', () => page(event(imported)))
    await expect
      .element(dialog().getByRole('link', { name: 'Open its report' }))
      .toHaveAttribute('href', '/books/7/import?import=12')
  })

  test('knows the report of each kind of work, and of nothing else', () => {
    const reportOf = (over: Partial<AuditEvent>) => reportHref(event({ ...none, job_id: 12, ...over }))
    const toPool = { action: 'pool.users_imported', details: { pool_id: 5 } } as const
    expect(reportOf({ action: 'codes.generated' })).toBe('/books/7/generate?job=12')
    expect(reportOf({ action: 'book.distributed' })).toBe('/distributions/12')
    expect(reportOf({ action: 'users.imported', book_id: null })).toBe('/customers/import?import=12')
    expect(reportOf({ ...toPool, book_id: null })).toBe('/pools/5/import?import=12')
    expect(reportOf({ action: 'codes.imported', job_id: null })).toBeUndefined()
    expect(reportOf({ action: 'book.updated' })).toBeUndefined()
    expect(poolOf({ action: 'pool.deleted', details: { pool_id: 5 } })).toBeUndefined()
  })
})

describe('the words', () => {
  test('have each action in one group', () => {
    const grouped = actionGroups.flatMap(({ actions }) => actions)
    expect(grouped.toSorted()).toEqual([...auditActions].toSorted())
    expect(new Set(auditActions.map(actionWords)).size).toBe(auditActions.length)
  })

  test('say once what an event is about', () => {
    expect(eventSubject(event())).toEqual(['SUMR-7K2M', 'Summer reading'])
    const added = { pool_id: 5, pool_name: 'Regulars', count: 3 }
    expect(
      eventSubject(event({ ...none, book_name: null, action: 'pool.users_added', details: added })),
    ).toEqual(['Regulars', '3 members'])
    expect(
      eventSubject(
        event({ ...none, book_name: null, action: 'user.logged_in', user_id: luis.id, user_name: 'Luis' }),
      ),
    ).toEqual([])
  })

  test('have every detail, also parts of parts, as lines', () => {
    expect(
      factsOf({
        book_ids: [1, 2],
        expires_at: null,
        retention: { from: 30, to: null },
        rules: { is_active: true, note: '' },
        list: [],
      }),
    ).toEqual([
      { label: 'Book ids', value: '1, 2' },
      { label: 'Expires at', value: 'none' },
      { label: 'Retention', value: '30 → none' },
      { label: 'Rules, is active', value: 'yes' },
      { label: 'Rules, note', value: 'none' },
      { label: 'List', value: 'none' },
    ])
  })
})
