import { afterEach, describe, expect, test, vi } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import Checkbox from '../../renderer/ui/Checkbox.svelte'
import ComboField from '../../renderer/ui/ComboField.svelte'
import CopyLine from '../../renderer/ui/CopyLine.svelte'
import FileDrop from '../../renderer/ui/FileDrop.svelte'
import SearchField from '../../renderer/ui/SearchField.svelte'
import SelectField from '../../renderer/ui/SelectField.svelte'
import TextArea from '../../renderer/ui/TextArea.svelte'
import TextField from '../../renderer/ui/TextField.svelte'
import BoundValue from './BoundValue.svelte'

/** What was typed or chosen, as the screen around the field has it. */
const value = () => browser.getByRole('status')
const says = (expected: unknown) => expect.element(value()).toHaveTextContent(JSON.stringify(expected))
const sizes = [
  { value: 's', label: 'Small' },
  { value: 'm', label: 'Medium' },
  { value: 'l', label: 'Large', disabled: true },
]

describe.each([
  ['a line of text', TextField, {}],
  ['a text of several lines', TextArea, {}],
  ['a choice of a few', SelectField, { options: sizes }],
  ['a choice of many', ComboField, { options: sizes, none: 'None' }],
])('%s', (_, piece, more) => {
  const control = () => browser.getByLabelText('Size').first()

  test('is named by its label and described by its hint', async () => {
    await render(BoundValue, { of: piece, value: 's', label: 'Size', hint: 'As on the tag', ...more })
    await expect.element(control()).toHaveAccessibleDescription('As on the tag')
    await expect.element(control()).not.toHaveAttribute('aria-invalid')
  })

  test.each(['As on the tag', undefined])('says what is wrong with it, over any hint (%s)', async (hint) => {
    const props = {
      of: piece,
      value: 's',
      label: 'Size',
      hint,
      error: 'Choose one.',
      ...more,
    }
    await render(BoundValue, props)
    await expect.element(control()).toHaveAttribute('aria-invalid', 'true')
    await expect.element(control()).toHaveAccessibleDescription('Choose one.')
  })

  test('takes nothing while it is disabled', async () => {
    await render(BoundValue, { of: piece, value: 's', label: 'Size', disabled: true, ...more })
    await expect.element(control()).toBeDisabled()
  })
})

describe('a line of text', () => {
  test('hands on what is typed, and says where it may stay empty', async () => {
    await render(BoundValue, { of: TextField, value: '', label: 'Name', optional: true })
    const field = browser.getByRole('textbox', { name: 'Name · optional' })
    await field.fill('Ana')
    await says('Ana')
  })

  test('with a hidden label is named by it all the same', async () => {
    await render(BoundValue, { of: TextField, value: '', label: 'Reason', hideLabel: true })
    await expect.element(browser.getByRole('textbox', { name: 'Reason' })).toBeVisible()
  })

  test('that is a password is shown and hidden again on request', async () => {
    await render(BoundValue, { of: TextField, value: 'secret', label: 'Password', type: 'password' })
    const field = browser.getByLabelText('Password', { exact: true })
    await expect.element(field).toHaveAttribute('type', 'password')
    await browser.getByRole('button', { name: 'Show the password' }).click()
    await expect.element(field).toHaveAttribute('type', 'text')
    await browser.getByRole('button', { name: 'Hide the password', pressed: true }).click()
    await expect.element(field).toHaveAttribute('type', 'password')
  })
})

test('a text of several lines keeps its lines', async () => {
  await render(BoundValue, { of: TextArea, value: '', label: 'Codes' })
  await browser.getByRole('textbox', { name: 'Codes' }).fill('A\nB')
  await says('A\nB')
})

describe('a choice of a few', () => {
  test('is made by keyboard, and passes over what cannot be chosen', async () => {
    await render(BoundValue, { of: SelectField, value: 's', label: 'Size', options: sizes })
    const field = browser.getByRole('combobox', { name: 'Size' })
    field.element().focus()
    await userEvent.keyboard('m')
    await says('m')
    await expect.element(browser.getByRole('option', { name: 'Large' })).toBeDisabled()
  })

  test('has more below under headings', async () => {
    const groups = [{ label: 'Others', options: [{ value: 'x', label: 'Made to measure' }] }]
    await render(BoundValue, { of: SelectField, value: 's', label: 'Size', options: sizes, groups })
    await browser.getByRole('combobox', { name: 'Size' }).selectOptions('Made to measure')
    await says('x')
    const option = browser.getByRole('option', { name: 'Made to measure' }).element()
    expect(option.closest('optgroup')?.label).toBe('Others')
  })
})

describe('a choice of many', () => {
  const zones = ['Europe/Madrid', 'Europe/Lisbon', 'America/New_York'].map((zone) => ({
    value: zone,
    label: zone,
  }))
  const field = () => browser.getByRole('combobox', { name: 'Time zone' })
  const openZones = () =>
    render(BoundValue, {
      of: ComboField,
      value: 'Europe/Madrid',
      label: 'Time zone',
      options: zones,
      none: 'No such zone',
    })

  test('is found by any part of its words, and taken by Enter', async () => {
    await openZones()
    await field().fill('new york')
    await expect.element(browser.getByRole('option')).toHaveTextContent('America/New_York')
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await says('America/New_York')
    await expect.element(field()).toHaveValue('America/New_York')
  })

  test('of which nothing fits says so, and stays as it was on Escape', async () => {
    await openZones()
    await field().fill('moon')
    await expect.element(browser.getByText('No such zone')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(field()).toHaveValue('Europe/Madrid')
    await says('Europe/Madrid')
  })
})

describe('a search', () => {
  const field = () => browser.getByRole('textbox', { name: 'Search books' })
  const openSearch = (q = '') => render(BoundValue, { of: SearchField, value: q, label: 'Search books' })

  test('follows what is typed after a pause, without the spaces around it', async () => {
    await openSearch()
    await field().fill(' summer ')
    await says('summer')
  })

  test('is emptied by its button and by Escape, and has no button while it is empty', async () => {
    await openSearch('summer')
    await browser.getByRole('button', { name: 'Clear the search' }).click()
    await says('')
    expect(browser.getByRole('button').query()).toBeNull()
    await field().fill('winter')
    await says('winter')
    await userEvent.keyboard('{Escape}')
    await says('')
  })
})

describe('yes or no', () => {
  test('is answered by the space bar, or by a click on its words, and told what it means', async () => {
    await render(Checkbox, { label: 'First line is a heading', checked: false, hint: 'It is left out.' })
    const box = browser.getByRole('checkbox', { name: 'First line is a heading' })
    await expect.element(box).toHaveAccessibleDescription('It is left out.')
    await userEvent.keyboard('{Tab} ')
    await expect.element(box).toBeChecked()
    await browser.getByText('First line is a heading').click()
    await expect.element(box).not.toBeChecked()
  })
})

describe('text to take along', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  test('cannot be changed, is selected as a whole, and copied by its button', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    await render(CopyLine, { label: 'API key', value: 'ck_123' })
    const line = browser.getByRole('textbox', { name: 'API key' })
    await expect.element(line).toHaveAttribute('readonly')
    await line.click()
    await expect.poll(() => window.getSelection()?.toString()).toBe('ck_123')
    await browser.getByRole('button', { name: 'Copy: API key' }).click()
    await expect.element(browser.getByRole('button', { name: 'Copied: API key' })).toBeVisible()
    expect(write).toHaveBeenCalledWith('ck_123')
  })

  test('is copied where the browser has no clipboard for the page, too', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not over http'))
    const copied = vi.spyOn(document, 'execCommand').mockReturnValue(true)
    await render(CopyLine, { label: 'Address', value: 'http://till.example', multiline: true })
    await browser.getByRole('button', { name: 'Copy: Address' }).click()
    await expect.element(browser.getByRole('button', { name: 'Copied: Address' })).toBeVisible()
    expect(copied).toHaveBeenCalledWith('copy')
  })
})

describe('a place for a file', () => {
  const file = new File(['code'], 'codes.csv')
  const input = () => browser.getByLabelText('A CSV file')

  function drop(target: Element): void {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(file)
    target
      .closest('label')
      ?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  }

  test('takes one that is chosen, and the same one again once it was corrected', async () => {
    const onFile = vi.fn()
    await render(FileDrop, { label: 'A CSV file', accept: '.csv', onFile })
    await userEvent.upload(input(), file)
    await expect.element(input()).toHaveValue('')
    await userEvent.upload(input(), file)
    expect(onFile.mock.calls.map(([taken]: File[]) => taken?.name)).toEqual(['codes.csv', 'codes.csv'])
  })

  test('takes one that is dropped, but not while it is disabled', async () => {
    const onFile = vi.fn()
    const { rerender } = await render(FileDrop, { label: 'A CSV file', disabled: true, onFile })
    drop(input().element())
    expect(onFile).not.toHaveBeenCalled()
    await rerender({ disabled: false })
    drop(input().element())
    expect(onFile).toHaveBeenCalledWith(file)
  })

  test('asks in another way where there is one', async () => {
    const onChoose = vi.fn()
    await render(FileDrop, { label: 'A CSV file', onFile: vi.fn(), onChoose })
    await userEvent.keyboard('{Tab} ')
    expect(onChoose).toHaveBeenCalledTimes(1)
  })
})
