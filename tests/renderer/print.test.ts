import { beforeAll, describe, expect, test, vi } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import '../../renderer/app.css'
import PrintScreen from '../../renderer/print/PrintScreen.svelte'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { getBook } from '../../server/contracts/books.ts'
import { listBookCoupons } from '../../server/contracts/coupons.ts'
import { getJob } from '../../server/contracts/imports.ts'
import { network, Refusal } from './network.ts'
import { book, coupon, free, job, marta, page } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

atPlace('/books/7/print')

/** As vite serves it. */
const readerPath = '/node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'

// Before a test stands in for the network.
beforeAll(async () => {
  const reader = await fetch(readerPath)
  prepareZXingModule({ overrides: { wasmBinary: await reader.arrayBuffer() } })
})

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => coupon({ ...free, code: `SUMR-${String(n + 1000)}` }))

/** The screen for a book that has these codes. */
async function openPrint(query = '', codes = many(300)) {
  navigate(`/books/7/print${query}`, { replace: true })
  const server = network()
  const counts = { ...book().counts, unassigned: codes.length }
  server.on(getBook, () => book({ counts, expiration_date: '2026-05-31T21:59:59.999Z' }))
  server.on(getJob, () => job({ id: 12 }))
  server.on(listBookCoupons, ({ query: { limit, cursor } }) => {
    const from = Number(cursor ?? 0)
    const to = from + Number(limit)
    return { items: codes.slice(from, to), next_cursor: to < codes.length ? String(to) : null }
  })
  logInAs(marta)
  await render(PrintScreen, { id: '7' })
  return server
}

const labels = () => [...document.querySelectorAll<HTMLElement>('.label')]
const printButton = () => button(/^Print/)

describe('printing', () => {
  test.for(['0', '1001', 'all', ''])('of “%s” labels is off and says what would do', async (count) => {
    const server = await openPrint()
    await expect.element(button('Print 24 labels on 1 page')).toBeEnabled()
    const asked = server.of(listBookCoupons).length
    await browser.getByLabelText('How many').fill(count)
    await expect.element(browser.getByText('Type a whole number from 1 to 1,000.')).toBeVisible()
    await expect.element(printButton()).toBeDisabled()
    expect(server.of(listBookCoupons).length).toBe(asked)
  })

  test('of a book without such codes says so', async () => {
    await openPrint('?state=ASSIGNED', [])
    await expect.element(browser.getByText('No code of this book is assigned')).toBeVisible()
    await expect.element(printButton()).toBeDisabled()
  })

  test('of one import asks for its codes alone, and for all of them on request', async () => {
    const server = await openPrint('?job=12&count=3')
    await expect.element(button('Print 3 labels on 1 page')).toBeEnabled()
    expect(server.of(listBookCoupons).map(({ query }) => query['job_id'])).toEqual(['12'])
    await button('Show the other codes, too').click()
    await expect.poll(() => server.of(listBookCoupons).at(-1)?.query['job_id']).toBeUndefined()
  })

  test('of an import of which no code is free says so', async () => {
    await openPrint('?job=12', [])
    await expect.element(browser.getByText('None of these codes is free')).toBeVisible()
  })

  test('that cannot read the codes says why, and tries again on request', async () => {
    const server = await openPrint('?count=2')
    await expect.element(button('Print 2 labels on 1 page')).toBeEnabled()
    server.on(listBookCoupons, () => new Refusal('internal_error'))
    await browser.getByLabelText('How many').fill('3')
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Something went wrong on the server')
    server.on(listBookCoupons, () => page(...many(3)))
    await button('Try again').click()
    await expect.element(button('Print 3 labels on 1 page')).toBeEnabled()
  })

  test('hands just what is shown to the printer', async () => {
    const print = vi.spyOn(window, 'print').mockImplementation(() => undefined)
    await openPrint('?count=3&layout=large')
    await button('Print 3 labels on 1 page').click()
    expect(print).toHaveBeenCalledOnce()
    print.mockRestore()
  })
})

/** The codes on the sheets, once there are so many labels and the batch says which. */
async function batch(words: string): Promise<string[]> {
  await expect.element(browser.getByText(words, { exact: true })).toBeVisible()
  return labels().map((label) => label.querySelector('.label-code')?.textContent.trim() ?? '')
}

describe('more codes than one print takes', () => {
  test('come batch by batch, none twice and all of them, found again by the address', async () => {
    const codes = many(30)
    await openPrint('?count=12', codes)
    const first = await batch('Codes 1–12 of 30')
    await button('Next 12 codes').click()
    const second = await batch('Codes 13–24 of 30')
    const place = window.location.search
    await button('Next 6 codes').click()
    const third = await batch('Codes 25–30 of 30')
    expect(button(/^Next/).query()).toBeNull()
    await expect.element(browser.getByText(/These are the last/)).toBeVisible()
    expect([...first, ...second, ...third].map((code) => code.replaceAll(/\s/g, ''))).toEqual(
      codes.map(({ code }) => code),
    )
    window.history.back()
    expect(await batch('Codes 13–24 of 30')).toEqual(second)
    expect(window.location.search).toBe(place)
    await button('Back to the newest').click()
    expect(await batch('Codes 1–12 of 30')).toEqual(first)
  })

  test('of one job, too, whose free ones nobody has counted; other codes begin with their first', async () => {
    const server = await openPrint('?job=12&count=10', many(30))
    await batch('Codes 1–10')
    await button('Next 10 codes').click()
    await batch('Codes 11–20')
    expect(server.of(listBookCoupons).at(-1)?.query).toMatchObject({ job_id: '12', cursor: '10' })
    await browser.getByLabelText('Which codes').selectOptions('Assigned codes')
    await batch('Codes 1–10')
    expect(server.of(listBookCoupons).at(-1)?.query['cursor']).toBeUndefined()
  })

  test('that are gone by the time their batch comes say so', async () => {
    await openPrint('?count=10&after=40&passed=40', many(30))
    await expect.element(browser.getByText('No codes come after these')).toBeVisible()
    await expect.element(printButton()).toBeDisabled()
  })
})

describe('the sheets', () => {
  test.for([
    ['small', 24, 11],
    ['large', 8, 32],
  ] as const)('hold as many %s labels as were asked for, %i a page', async ([layout, each, pages]) => {
    const server = await openPrint(`?count=250&layout=${layout}`)
    await expect.element(button(`Print 250 labels on ${String(pages)} pages`)).toBeEnabled()
    expect(labels()).toHaveLength(250)
    expect(document.querySelectorAll('.sheet')[0]?.children).toHaveLength(each)
    expect(server.of(listBookCoupons).map(({ query }) => query)).toMatchObject([
      { state: 'UNASSIGNED', limit: '200' },
      { state: 'UNASSIGNED', limit: '50', cursor: '200' },
    ])
  })

  test('hold what there is where the book has fewer, and say so', async () => {
    await openPrint('?count=24', many(5))
    await expect.element(browser.getByText('5 of the 24 asked for')).toBeVisible()
    expect(labels()).toHaveLength(5)
  })

  test('cut no label, however long its words are', async () => {
    const long = 'A very long name of an offer, '.repeat(4).slice(0, 120)
    await openPrint('?count=2', [
      coupon({ ...free, code: 'L'.repeat(64), book_name: long }),
      coupon({ code: 'SUMR-7K2M-9XQP-ABCD-EF', book_name: long, assigned_user_name: long }),
    ])
    await expect.poll(() => labels().length).toBe(2)
    for (const { scrollHeight, clientHeight, scrollWidth, clientWidth } of labels()) {
      expect.soft(scrollHeight).toBeLessThanOrEqual(clientHeight)
      expect.soft(scrollWidth).toBeLessThanOrEqual(clientWidth)
    }
  })
})

describe('a label', () => {
  test('says whose it is, until when, and the code in fours', async () => {
    await openPrint('?count=1', [coupon({ code: '7K2M9XQPAB' })])
    const label = browser.getByRole('listitem').filter({ hasText: 'Summer reading' })
    await expect.element(label).toHaveTextContent(/Until 31 May 2026.*Ana.*7K2M9XQPAB/)
    expect(label.getByText('7K2M', { exact: true }).query()).not.toBeNull()
  })

  test.for([
    ['qr', 'small', 'QRCode'],
    ['qr', 'large', 'QRCode'],
    ['code128', 'small', 'Code128'],
    ['code128', 'large', 'Code128'],
  ] as const)('as %s, %s, is read by a scanner as its code', async ([symbol, layout, format]) => {
    const codes = ['SUMR-7K2M-9XQP', '00012345', 'ab-12 cd', 'X1', 'SUMMER.2026/A_B']
    await openPrint(
      `?count=5&symbol=${symbol}&layout=${layout}`,
      codes.map((code) => coupon({ ...free, code })),
    )
    await expect.poll(() => labels().length).toBe(5)
    expect(await scanned()).toEqual(codes.map((text) => ({ format, text })))
  })

  test('whose code is no barcode is a QR code instead, and the screen says so', async () => {
    const codes = ['ÑANDÚ-ЖУК', 'B'.repeat(40), 'SUMR-7K2M']
    await openPrint(
      '?count=3&symbol=code128',
      codes.map((code) => coupon({ ...free, code })),
    )
    await expect.element(browser.getByText('2 codes do not fit a barcode')).toBeVisible()
    expect(await scanned()).toEqual([
      { format: 'QRCode', text: codes[0] },
      { format: 'QRCode', text: codes[1] },
      { format: 'Code128', text: codes[2] },
    ])
  })
})

/** What a scanner reads off each label's symbol, drawn as large as a printer of 300 dots an inch does. */
async function scanned(): Promise<{ format: string; text: string }[]> {
  const read = []
  for (const label of labels()) {
    const svg = label.querySelector('svg')
    if (!svg) throw new Error('a label without a symbol')
    const zoom = Number(getComputedStyle(label.closest('.sheets') ?? label).zoom)
    const { width, height } = svg.getBoundingClientRect()
    const dots = 300 / 96 / zoom
    const [found] = await readBarcodes(await pixels(svg, width * dots, height * dots))
    read.push({ format: String(found?.format), text: String(found?.text) })
  }
  return read
}

async function pixels(svg: SVGElement, width: number, height: number): Promise<ImageData> {
  const copy = svg.cloneNode(true) as SVGElement
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  const image = new Image()
  image.src = `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`
  await image.decode()
  const context = new OffscreenCanvas(Math.ceil(width), Math.ceil(height)).getContext('2d')
  if (!context) throw new Error('no canvas')
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  context.drawImage(image, 0, 0, width, height)
  return context.getImageData(0, 0, Math.ceil(width), Math.ceil(height))
}
