import { toast } from 'svelte-sonner'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import Badge from '../../renderer/ui/Badge.svelte'
import Card from '../../renderer/ui/Card.svelte'
import EmptyState from '../../renderer/ui/EmptyState.svelte'
import ErrorState from '../../renderer/ui/ErrorState.svelte'
import Logo from '../../renderer/ui/Logo.svelte'
import Note from '../../renderer/ui/Note.svelte'
import PageHeader from '../../renderer/ui/PageHeader.svelte'
import ProgressBar from '../../renderer/ui/ProgressBar.svelte'
import Skeleton from '../../renderer/ui/Skeleton.svelte'
import Spinner from '../../renderer/ui/Spinner.svelte'
import StatePill from '../../renderer/ui/StatePill.svelte'
import type { StateShape } from '../../renderer/ui/state-look.ts'
import Time from '../../renderer/ui/Time.svelte'
import Toaster from '../../renderer/ui/Toaster.svelte'
import { said } from './snippets.ts'

describe('a note', () => {
  test('that refuses is announced at once; any other when there is a pause', async () => {
    const { rerender } = await render(Note, {
      tone: 'refused',
      title: 'Not saved',
      children: said('Try again.'),
    })
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Not saved Try again.')
    for (const tone of ['good', 'held', 'info'] as const) {
      await rerender({ tone })
      await expect.element(browser.getByRole('status')).toHaveTextContent('Not saved')
      expect(browser.getByRole('alert').query()).toBeNull()
    }
  })

  test('can hold what to do about it', async () => {
    await render(Note, { tone: 'info', title: 'Two wait', actions: said('Look') })
    await expect.element(browser.getByText('Look')).toBeVisible()
  })
})

describe('what could not be shown', () => {
  const words = { title: 'No answer', next: 'It is tried again.' }

  test('says so with what to do next, and is tried again where that can help', async () => {
    const onRetry = vi.fn()
    const { rerender } = await render(ErrorState, words)
    await expect.element(browser.getByRole('alert')).toHaveTextContent('No answer It is tried again.')
    expect(browser.getByRole('button').query()).toBeNull()
    await rerender({ onRetry })
    await browser.getByRole('button', { name: 'Try again' }).click()
    expect(onRetry).toHaveBeenCalledTimes(1)
    await rerender({ onRetry, busy: true })
    await expect.element(browser.getByRole('button')).toHaveAttribute('aria-busy', 'true')
  })
})

test('where there is nothing yet, its title is a heading, and what leads on stands below', async () => {
  await render(EmptyState, { title: 'Your first book', children: said('Name it.'), actions: said('Make it') })
  await expect.element(browser.getByRole('heading', { level: 2, name: 'Your first book' })).toBeVisible()
  await expect.element(browser.getByText('Make it')).toBeVisible()
})

describe('progress', () => {
  const bar = () => browser.getByRole('progressbar', { name: 'Importing' })

  test.each([
    [0, '0'],
    [0.426, '43'],
    [1.2, '100'],
    [-1, '0'],
  ])('of %d is %s of a hundred', async (value, now) => {
    await render(ProgressBar, { label: 'Importing', value })
    await expect.element(bar()).toHaveAttribute('aria-valuenow', now)
    await expect.element(browser.getByText(`${now} %`)).toBeVisible()
  })

  test('that nobody knows has no number', async () => {
    await render(ProgressBar, { label: 'Importing', value: null })
    await expect.element(bar()).not.toHaveAttribute('aria-valuenow')
    expect(browser.getByText(/%/).query()).toBeNull()
  })

  test('is told in words where there are some', async () => {
    await render(ProgressBar, { label: 'Importing', value: 0.5, text: '5,000 of 10,000' })
    await expect.element(bar()).toHaveAttribute('aria-valuetext', '5,000 of 10,000')
    await expect.element(browser.getByText('5,000 of 10,000')).toBeVisible()
  })
})

describe('a state', () => {
  const shapes: StateShape[] = ['ring', 'dot', 'half', 'lock', 'check', 'cross', 'bar']

  test('is a word, and a shape that no other state has', async () => {
    const drawn = new Set<string>()
    for (const shape of shapes) {
      const { container } = await render(StatePill, { word: shape, tone: 'good', shape })
      await expect.element(browser.getByText(shape)).toBeVisible()
      const picture = container.querySelector('svg')
      expect(picture?.getAttribute('aria-hidden')).toBe('true')
      drawn.add(picture?.innerHTML ?? '')
    }
    expect(drawn.size).toBe(shapes.length)
  })
})

describe('what is awaited', () => {
  test('is drawn for the eyes alone: the words beside it say it', async () => {
    const drawn = [await render(Spinner), await render(Skeleton)]
    for (const { container } of drawn)
      expect(container.firstElementChild?.getAttribute('aria-hidden')).toBe('true')
  })
})

describe('a sheet', () => {
  test('with a title is a region of that name', async () => {
    const words = { title: 'Live locks', description: 'Right now', actions: said('3') }
    await render(Card, { children: said('None'), ...words })
    const sheet = browser.getByRole('region', { name: 'Live locks' })
    await expect.element(sheet.getByRole('heading', { level: 2 })).toHaveTextContent('Live locks')
    await expect.element(sheet.getByText('None')).toBeVisible()
  })

  test('without one is none', async () => {
    await render(Card, { children: said('None') })
    await expect.element(browser.getByText('None')).toBeVisible()
    expect(browser.getByRole('region').query()).toBeNull()
  })
})

describe('the head of a screen', () => {
  test('is its one h1, names the window, and leads back', async () => {
    const back = { href: '/books', label: 'Books' }
    const { rerender } = await render(PageHeader, { title: 'Summer', description: 'Its coupons', back })
    await expect.element(browser.getByRole('heading', { level: 1 })).toHaveTextContent('Summer')
    await expect.element(browser.getByRole('link', { name: 'Books' })).toHaveAttribute('href', '/books')
    expect(document.title).toBe('Summer · Cuponera')
    await rerender({ title: 'Winter' })
    await expect.poll(() => document.title).toBe('Winter · Cuponera')
  })
})

test('the mark is a picture with the name of the product, heard once', async () => {
  await render(Logo, { named: true })
  expect(browser.getByRole('img', { name: 'Cuponera' }).elements()).toHaveLength(1)
  await expect.element(browser.getByText('Cuponera')).toHaveAttribute('aria-hidden', 'true')
})

test('a label shows what it is handed', async () => {
  await render(Badge, { children: said('12+'), tone: 'held' })
  await expect.element(browser.getByText('12+')).toBeVisible()
})

describe('an instant', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('stands in few words, with the whole truth in its title', async () => {
    const value = new Date(Date.now() - 3 * 60_000).toISOString()
    const { container } = await render(Time, { value, style: 'ago' })
    const time = container.querySelector('time')
    expect(time?.textContent).toBe('3 minutes ago')
    expect(time?.getAttribute('datetime')).toBe(value)
    expect(time?.title).toContain(String(new Date(value).getFullYear()))
  })

  test('that says how long ago stays true', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    const { container } = await render(Time, { value: new Date().toISOString(), style: 'ago' })
    await vi.advanceTimersByTimeAsync(120_000)
    expect(container.textContent).toBe('2 minutes ago')
  })
})

describe('short news', () => {
  afterEach(() => {
    toast.dismiss()
  })

  test('say what happened and what to keep, and can be put away', async () => {
    await render(Toaster, { theme: 'light' })
    toast.success('Receipt 41', { description: 'SUMR-7K2M', duration: Infinity })
    const news = browser.getByRole('listitem').filter({ hasText: 'Receipt 41' })
    await expect.element(news).toHaveTextContent('SUMR-7K2M')
    await news.getByRole('button', { name: 'Close', exact: true }).click()
    await expect.poll(() => news.query()).toBeNull()
  })
})
