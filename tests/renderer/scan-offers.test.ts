import { describe, expect, test, vi } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import ScanOffer from '../../renderer/scan/ScanOffer.svelte'
import { scans } from '../../renderer/scan/scans.svelte.ts'
import ProfileCard from '../../renderer/settings/ProfileCard.svelte'
import { session } from '../../renderer/state/session.svelte.ts'
import { updateMe } from '../../server/contracts/auth.ts'
import DialogFields from './DialogFields.svelte'
import { byHand, code, form, hearScans, leaveScreen, show, type } from './scan-support.ts'
import { luis } from './store.ts'

/** A scan while something would be lost by opening it. */

const heard = hearScans()

describe('nothing typed is lost', () => {
  test('while a form holds something, a scan is offered; once more, it opens', async () => {
    form('<input autofocus>')
    await render(ScanOffer)
    await byHand('Luisa')
    ;(document.activeElement as HTMLElement).blur()
    await type(code)
    await expect.element(browser.getByRole('status')).toHaveTextContent(`Scanned ${code}`)
    expect(heard.opened).toEqual([])
    await type('NIGHT-2')
    await expect.element(browser.getByRole('status')).toHaveTextContent('Scanned NIGHT-2')
    await type('NIGHT-2')
    await expect.poll(() => heard.opened).toEqual(['NIGHT-2'])
    await expect.element(browser.getByRole('status')).toHaveTextContent('')
  })

  test('a screen that says it holds something is not left either', async () => {
    show('<ol data-unsaved><li>codes.csv</li></ol>')
    await type(code)
    expect([heard.opened, scans.offer?.code]).toEqual([[], code])
  })

  test('at the till a new customer that is half typed stays, and the field is free for the next scan', async () => {
    form('<input autofocus>')
    await byHand('Luisa')
    const field = show('<input data-scan-field>').querySelector('input') as HTMLInputElement
    field.focus()
    await type(code)
    expect([heard.opened, scans.offer?.code, field.value]).toEqual([[], code, ''])
    await type(code)
    expect(heard.opened).toEqual([code])
  })

  describe('over a dialog', () => {
    const name = () => browser.getByRole('dialog').getByRole('textbox', { name: 'Name' })

    async function openDialog() {
      await render(ScanOffer)
      await render(DialogFields)
      await browser.getByRole('button', { name: 'New pool' }).click()
      await expect.element(name()).toHaveFocus()
      await byHand('Night')
      await type(code)
      await expect.element(browser.getByText('Scan it again to leave and open it.')).toBeVisible()
    }

    /** As a hand does: a press outside closes a dialog while it is held down. */
    async function press(name: string): Promise<void> {
      vi.useRealTimers()
      await browser.getByRole('button', { name }).click({ delay: 60 })
    }

    async function staysOpen(): Promise<void> {
      await new Promise((shown) => requestAnimationFrame(shown))
      expect(browser.getByRole('dialog').element().getAttribute('data-state')).toBe('open')
      await expect.element(name()).toHaveValue('Night')
    }

    test('a scan is offered, and its button opens it', async () => {
      await openDialog()
      expect(heard.opened).toEqual([])
      await press('Open at the till')
      expect(heard.opened).toEqual([code])
      await expect.poll(() => browser.getByRole('dialog').query()).toBeNull()
    })

    test('is put away by hand, and the dialog stays as it was', async () => {
      await openDialog()
      await press('Dismiss')
      await expect.element(browser.getByRole('status')).toHaveTextContent('')
      await staysOpen()
      expect(heard.opened).toEqual([])
    })

    test('is put away by Escape before the dialog is, which the next one closes', async () => {
      await openDialog()
      await userEvent.keyboard('{Escape}')
      await expect.element(browser.getByRole('status')).toHaveTextContent('')
      await staysOpen()
      await userEvent.keyboard('{Escape}')
      await expect.poll(() => browser.getByRole('dialog').query()).toBeNull()
      expect(heard.opened).toEqual([])
    })

    test('opens when it is scanned again', async () => {
      await openDialog()
      await type(code)
      await expect.poll(() => heard.opened).toEqual([code])
      await expect.poll(() => browser.getByRole('dialog').query()).toBeNull()
    })
  })

  test('a form that stays after it was saved holds nobody any more', async () => {
    heard.server.on(updateMe, ({ body }) => ({ ...luis, ...(body as object) }))
    await render(ProfileCard)
    const name = browser.getByLabelText('Name')
    await name.click()
    await byHand('x')
    await type(code)
    await expect.poll(() => scans.offer?.code).toBe(code)
    scans.forget()
    await browser.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => session.user?.name).toBe(`${luis.name}x`)
    await type(code)
    await expect.poll(() => heard.opened).toEqual([code])
  })

  test('a form that held nothing but the scan itself holds nobody', async () => {
    await render(ProfileCard)
    await browser.getByLabelText('Name').click()
    await type(code)
    await expect.poll(() => heard.opened).toEqual([code])
    expect(scans.offer).toBeUndefined()
    await expect.element(browser.getByLabelText('Name')).toHaveValue(luis.name)
  })

  test('a form that was left, a filter, and what was typed and taken back hold nobody', async () => {
    form('<input autofocus>')
    await byHand('Luisa')
    leaveScreen()
    show('<div role="search"><input autofocus></div>')
    await byHand('ana')
    const { field } = form('<input autofocus>')
    await byHand('x')
    field.value = ''
    field.blur()
    await type(code)
    await expect.poll(() => heard.opened).toEqual([code])
  })
})
