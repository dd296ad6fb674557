import { describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { placeBeside } from '../../renderer/guide/tour-place.ts'
import { navigate, router } from '../../renderer/state/router.svelte.ts'
import { getCoupon } from '../../server/contracts/coupons.ts'
import { luis, marta, seen } from './store.ts'
import { atPlace, button, card, openTill, scanField } from './till-support.ts'

atPlace('/till')

const tour = () => browser.getByRole('dialog')
const titled = (title: string) => expect.element(tour()).toHaveAccessibleName(title)
const isTouring = (): boolean => router.url.searchParams.has('tour')

async function openTour() {
  navigate('/till?tour=on', { replace: true })
  const server = await openTill(seen())
  await titled('A code comes in here')
  return server
}

describe('the tour of the till', () => {
  test('is offered once to each person on a computer, and never forced', async () => {
    await openTill(seen())
    await expect.element(browser.getByRole('link', { name: 'Take a short tour' })).toBeVisible()
    expect(tour().query()).toBeNull()
    await button('No, thanks').click()
    await expect.poll(() => browser.getByRole('link', { name: 'Take a short tour' }).query()).toBeNull()
    expect(localStorage.getItem(`cuponera.tour.${String(luis.id)}`)).toBe('seen')
    expect(localStorage.getItem(`cuponera.tour.${String(marta.id)}`)).toBeNull()
  })

  test('goes by Enter and the arrows, there and back, and leaves the focus in the field for codes', async () => {
    await openTour()
    await userEvent.keyboard('{Enter}')
    await titled('The card says it in one line')
    await userEvent.keyboard('{ArrowRight}')
    await titled('A lock keeps it for you')
    await expect.element(tour().getByRole('timer')).toHaveTextContent('4:3')
    await userEvent.keyboard('{ArrowLeft}')
    await titled('The card says it in one line')
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}')
    await titled('Your shift')
    await expect.element(tour().getByText('5 of 5')).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => tour().query()).toBeNull()
    await expect.element(scanField()).toHaveFocus()
    expect(isTouring()).toBe(false)
    expect(browser.getByRole('link', { name: 'Take a short tour' }).query()).toBeNull()
  })

  test('ends on Escape, and the till behind it hears nothing of it', async () => {
    navigate('/till?tour=on&code=SUMR-7K2M', { replace: true })
    await openTill(seen())
    await expect.element(card()).toBeInTheDocument()
    await titled('A code comes in here')
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => tour().query()).toBeNull()
    await expect.element(card()).toBeVisible()
    expect(router.url.search).toBe('?code=SUMR-7K2M')
    await expect.element(scanField()).toHaveFocus()
  })

  test('ends with the first letter of a scan, which is looked up to its last', async () => {
    const { of } = await openTour()
    await userEvent.keyboard('sumr-7k2m{Enter}')
    await expect.element(card()).toBeVisible()
    expect(of(getCoupon).map(({ params }) => params['code'])).toEqual(['sumr-7k2m'])
    expect(isTouring()).toBe(false)
    expect(tour().query()).toBeNull()
  })

  test('makes way for what finds everything', async () => {
    await openTour()
    await userEvent.keyboard('{Control>}k{/Control}')
    await expect.poll(() => tour().query()).toBeNull()
    expect(isTouring()).toBe(false)
  })

  test('keeps the focus among its own buttons', async () => {
    await openTour()
    await userEvent.keyboard('{Tab}{Tab}{Tab}{Tab}')
    expect(
      document.activeElement === document.body || tour().element().contains(document.activeElement),
    ).toBe(true)
  })
})

describe('the words of the tour', () => {
  const screen = { width: 1280, height: 800 }
  const words = { width: 384, height: 180 }

  test.each([
    ['below what they are about', { top: 100, left: 100, width: 700, height: 100 }, { top: 212, left: 100 }],
    ['beside it', { top: 300, left: 900, width: 340, height: 480 }, { top: 300, left: 504 }],
    ['above it', { top: 600, left: 40, width: 600, height: 190 }, { top: 408, left: 40 }],
    [
      'within the screen, when that is below it',
      { top: 900, left: 40, width: 700, height: 200 },
      { top: 604, left: 40 },
    ],
    ['within the screen', { top: 100, left: 1200, width: 60, height: 60 }, { top: 172, left: 880 }],
  ])('stand %s', (_, lit, place) => {
    expect(placeBeside(lit, words, screen)).toEqual(place)
  })

  test('stand at the free end of a phone', () => {
    const phone = { width: 390, height: 844 }
    const narrow = { width: 358, height: 200 }
    const atTop = placeBeside({ top: 60, left: 8, width: 374, height: 700 }, narrow, phone)
    expect(atTop).toEqual({ top: 628, left: 16 })
    const atFoot = placeBeside({ top: 260, left: 8, width: 374, height: 560 }, narrow, phone)
    expect(atFoot).toEqual({ top: 48, left: 16 })
  })
})
