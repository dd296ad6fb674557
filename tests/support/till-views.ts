/** The till: its cards, and what opens over it. A new state of the camera or step of the tour does not compile until it has its line. */
import type { CameraProblem } from '../../renderer/camera/camera.ts'
import { hrefTo } from '../../renderer/state/places.ts'
import type { tourWords } from '../../renderer/words/tour.ts'
import { tillCodes } from './filled-store.ts'
import { openDialog, type Say, type View, type Walk } from './walk.ts'

/** The cards of the till, and what opens over it. */
export function tillViews(): View[] {
  const card = (
    name: Exclude<keyof typeof tillCodes, 'receipt'>,
    title: string,
    more: Partial<View> = {},
  ): View => ({
    name: `till-${name}`,
    title: `Till: ${title}`,
    as: 'staff',
    href: hrefTo('till', {}, { code: tillCodes[name] }),
    ...more,
  })
  return [
    card('free', 'a coupon that nobody owns'),
    card('good', 'a good coupon'),
    card('mine', 'a coupon that I have locked'),
    card('other', 'a coupon that a colleague has locked'),
    card('redeemed', 'a coupon that was redeemed already'),
    card('void', 'a void coupon'),
    card('ended', 'a coupon of a book that has ended'),
    card('unknown', 'an unknown code, and what it may have meant'),
    {
      name: 'till-receipt',
      title: 'Till: just redeemed',
      as: 'staff',
      href: hrefTo('till', {}, { code: tillCodes.receipt }),
      act: async ({ page, settle }) => {
        for (const face of ['mine', 'redeemed']) {
          await page.locator('[aria-keyshortcuts=Enter]').waitFor()
          await page.keyboard.press('Enter')
          await page.locator(`[data-face=${face}]`).waitFor()
        }
        await settle()
      },
    },
    card('mine', 'handing a lock to a colleague', {
      name: 'till-hand-over',
      act: (walk, say) => openDialog(walk, say('Hand over', 'Traspasar')),
    }),
    card('good', 'the history of a coupon', {
      name: 'till-history',
      act: (walk, say) => openDialog(walk, say('History', 'Historial')),
    }),
    ...cameraViews,
    ...tourViews,
    {
      name: 'find',
      title: 'Finding a coupon, a customer, a book or a place',
      as: 'staff',
      href: hrefTo('till'),
      act: async ({ page, settle }) => {
        await page.keyboard.press('Control+k')
        await page.getByRole('combobox').fill('summ')
        await page.getByRole('option').first().waitFor()
        await settle()
      },
    },
  ]
}

const openCamera = (walk: Walk, say: Say): Promise<void> =>
  openDialog(walk, say('Use the camera', 'Usar la cámara'))

/** As what the browser refuses a picture for each. */
const refusals: Record<CameraProblem, { name: string; title: string }> = {
  refused: { name: 'NotAllowedError', title: 'not allowed' },
  none: { name: 'NotFoundError', title: 'not found' },
  inUse: { name: 'NotReadableError', title: 'another program has it' },
  failed: { name: 'UnknownError', title: 'no picture' },
}

const cameraViews: View[] = [
  {
    name: 'camera',
    title: 'The camera, which sees no code',
    as: 'staff',
    href: hrefTo('till'),
    act: async (walk, say) => {
      await openCamera(walk, say)
      await walk.page.locator('video').waitFor()
      const starting = say('The camera starts', 'La cámara se está encendiendo')
      await walk.page.getByText(starting).waitFor({ state: 'detached' })
    },
  },
  ...Object.entries(refusals).map(([problem, { name, title }]): View => ({
    name: `camera-${problem}`,
    title: `The camera: ${title}`,
    as: 'staff',
    href: hrefTo('till'),
    act: async (walk, say) => {
      await walk.page.evaluate((refusal) => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', refusal))
      }, name)
      await openCamera(walk, say)
      await walk.page.getByRole('button', { name: say('Try again', 'Intentarlo otra vez') }).waitFor()
      await walk.page.evaluate(() => Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia'))
    },
  })),
]

/** The steps of the tour in their order, and what each is about. */
const tourSteps: Record<keyof typeof tourWords.steps, string> = {
  scan: 'the field for codes',
  card: 'the card',
  clock: 'the clock of a lock',
  locks: 'all locks',
  shift: 'the shift',
}

const tourViews = Object.entries(tourSteps).map(([step, title], index): View => ({
  name: `tour-${step}`,
  title: `A tour of the till: ${title}`,
  as: 'staff',
  href: hrefTo('till', {}, { tour: 'on' }),
  act: async ({ page }, say) => {
    const tour = page.getByRole('dialog')
    await tour.waitFor()
    for (let steps = 0; steps < index; steps += 1) await page.keyboard.press('ArrowRight')
    const all = String(Object.keys(tourSteps).length)
    await tour.getByText(`${String(index + 1)} ${say('of', 'de')} ${all}`).waitFor()
  },
}))
