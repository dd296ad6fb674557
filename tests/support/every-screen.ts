/**
 * Every screen of the console on a filled demo store, and the dialogs, cards and refusals on the way through them: one list for
 * whatever looks at all of them. A new place of the console does not compile until it has its line here.
 */
import { hrefTo, places, type PlaceName } from '../../renderer/state/places.ts'
import { tillCodes, type FilledStore } from './filled-store.ts'
import { tillViews } from './till-views.ts'
import { troubledViews } from './troubled-views.ts'
import { openDialog, type View, type Viewer } from './walk.ts'

type Address = [as: Viewer, href: string]

/** `home` leads on to the place of the role, and `setUp` is shown only where there is nobody yet (troubled-views.ts). */
type ShownPlace = Exclude<PlaceName, 'home' | 'setUp'>

/** Where each place is seen best. */
function addresses(store: FilledStore): Record<ShownPlace, Address> {
  const { bookId, poolId, customerId, distributionId } = store
  return {
    logIn: ['visitor', hrefTo('logIn')],
    register: ['visitor', hrefTo('register')],
    till: ['staff', hrefTo('till')],
    books: ['admin', hrefTo('books')],
    book: ['admin', hrefTo('book', { id: bookId })],
    coupons: ['admin', hrefTo('coupons')],
    importCodes: ['admin', hrefTo('importCodes', { id: bookId })],
    imports: ['admin', hrefTo('imports')],
    generate: ['admin', hrefTo('generate', { id: bookId })],
    generations: ['admin', hrefTo('generations')],
    print: ['admin', hrefTo('print', { id: bookId })],
    customers: ['admin', hrefTo('customers')],
    importCustomers: ['admin', hrefTo('importCustomers')],
    customer: ['admin', hrefTo('customer', { id: customerId })],
    pools: ['admin', hrefTo('pools')],
    pool: ['admin', hrefTo('pool', { id: poolId })],
    activity: ['admin', hrefTo('activity')],
    reports: ['admin', hrefTo('reports')],
    redemptions: ['admin', hrefTo('redemptions')],
    refusals: ['admin', hrefTo('refusals')],
    distribute: ['admin', hrefTo('distribute', {}, { book: bookId, pool: poolId })],
    distribution: ['admin', hrefTo('distribution', { id: distributionId })],
    importMembers: ['admin', hrefTo('importMembers', { id: poolId })],
    undoRequests: ['admin', hrefTo('undoRequests')],
    myCoupons: ['customer', hrefTo('myCoupons')],
    settings: ['staff', hrefTo('settings')],
    storeSettings: ['admin', hrefTo('storeSettings')],
    team: ['admin', hrefTo('team')],
    apiKeys: ['admin', hrefTo('apiKeys')],
    firstSteps: ['admin', hrefTo('firstSteps')],
    help: ['admin', hrefTo('help')],
  }
}

/** All that there is to look at, the screens before what opens on them. */
export function everyView(store: FilledStore): View[] {
  const screens = Object.entries(addresses(store)).map(([place, [as, href]]) => {
    const { title } = places[place as PlaceName]
    return { name: kebab(place), title, as, href }
  })
  return [...screens, ...tillViews(), ...listViews(store), ...dialogViews(store), ...troubledViews]
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Lists that hold nothing, tabs, and addresses that lead nowhere. */
function listViews({ bookId, poolId }: FilledStore): View[] {
  const none = { q: 'nothing is called this' }
  const at = (name: string, title: string, href: string, as: Viewer = 'admin'): View => ({
    name,
    title,
    as,
    href,
  })
  return [
    at('books-none', 'Books: none fits the search', hrefTo('books', {}, none)),
    at('coupons-none', 'All coupons: none fits the search', hrefTo('coupons', {}, none)),
    at('coupons-of-staff', 'All coupons, as staff see them', hrefTo('coupons'), 'staff'),
    at('customers-none', 'Customers: nobody fits the search', hrefTo('customers', {}, none)),
    at('pools-none', 'Pools: none fits the search', hrefTo('pools', {}, none)),
    at('book-redemptions', 'Book: its redemptions', hrefTo('book', { id: bookId }, { tab: 'redemptions' })),
    at(
      'book-distributions',
      'Book: what was distributed',
      hrefTo('book', { id: bookId }, { tab: 'distributions' }),
    ),
    at('book-rules', 'Book: its rules', hrefTo('book', { id: bookId }, { tab: 'rules' })),
    at(
      'book-imports',
      'Book: its imports and generations',
      hrefTo('book', { id: bookId }, { tab: 'imports' }),
    ),
    at('book-coupon', 'Book: one coupon', hrefTo('book', { id: bookId }, { coupon: tillCodes.mine })),
    at('book-of-staff', 'Book, as staff see it', hrefTo('book', { id: bookId }), 'staff'),
    at(
      'pool-distributions',
      'Pool: what it was given',
      hrefTo('pool', { id: poolId }, { tab: 'distributions' }),
    ),
    at('redemptions-of-staff', 'Redemptions, as staff see them', hrefTo('redemptions'), 'staff'),
    at('book-absent', 'A book that does not exist', hrefTo('book', { id: 999_999 })),
    at('no-place', 'An address that leads nowhere', '/nowhere'),
    at('not-allowed', 'A screen of another role', hrefTo('team'), 'staff'),
    at(
      'my-coupons-locked',
      'My coupons: held ready',
      hrefTo('myCoupons', {}, { state: 'LOCKED' }),
      'customer',
    ),
    at('my-coupons-void', 'My coupons: none is void', hrefTo('myCoupons', {}, { state: 'VOID' }), 'customer'),
  ]
}

/** What opens over a screen. */
function dialogViews({ bookId, poolId, customerId }: FilledStore): View[] {
  const book = hrefTo('book', { id: bookId })
  const dialog = (name: string, title: string, href: string, en: string, es: string): View => ({
    name,
    title,
    as: 'admin',
    href,
    act: (walk, say) => openDialog(walk, say(en, es)),
  })
  return [
    dialog('new-book', 'A new book', hrefTo('books'), 'New book', 'Nueva cuponera'),
    {
      name: 'import-trial',
      title: 'Importing: what the trial run found',
      as: 'admin',
      href: hrefTo('importCodes', { id: bookId }),
      act: async ({ page, settle }) => {
        const buffer = Buffer.from('code;note\nNIGHT-1;a\nnight 1;twice\nNIGHT-2;b\n;empty\n')
        const file = { name: 'night.csv', mimeType: 'text/csv', buffer }
        await page.locator('input[type=file]').setInputFiles(file)
        await page.getByRole('button', { name: /2 (codes|códigos)/ }).waitFor()
        await settle()
      },
    },
    {
      name: 'void-selected',
      title: 'Voiding the coupons that were selected',
      as: 'admin',
      href: hrefTo('coupons'),
      act: async (walk, say) => {
        await walk.page.getByRole('checkbox', { name: say('Select all', 'Seleccionar los') }).check()
        await openDialog(walk, say('Void \\d+ coupons', 'Anular \\d+ cupones'))
      },
    },
    dialog('assign', 'Assigning coupons of a book', book, 'Assign coupons', 'Asignar cupones'),
    dialog(
      'about-states',
      'What the states mean',
      book,
      'What do the states mean',
      '¿Qué significan los estados',
    ),
    dialog('new-customer', 'A new customer', hrefTo('customers'), 'New person', 'Nueva persona'),
    dialog('edit-customer', 'Changing a customer', hrefTo('customer', { id: customerId }), 'Edit', 'Editar'),
    dialog(
      'anonymise',
      'Forgetting a customer',
      hrefTo('customer', { id: customerId }),
      'Anonymise',
      'Anonimizar',
    ),
    dialog('new-pool', 'A new pool', hrefTo('pools'), 'New pool', 'Nuevo grupo'),
    dialog(
      'add-members',
      'Members for a pool',
      hrefTo('pool', { id: poolId }),
      'Add members',
      'Añadir miembros',
    ),
    dialog('new-account', 'A new account', hrefTo('team'), 'New account', 'Nueva cuenta'),
    dialog('new-api-key', 'A new API key', hrefTo('apiKeys'), 'New API key', 'Nueva clave de API'),
    dialog('decide-undo', 'Deciding on an undo', hrefTo('undoRequests'), 'Decide', 'Decidir'),
    {
      ...dialog('new-book-refused', 'A new book, refused', hrefTo('books'), 'New book', 'Nueva cuponera'),
      act: async (walk, say) => {
        await openDialog(walk, say('New book', 'Nueva cuponera'))
        await walk.page.getByRole('dialog').locator('button[type=submit]').click()
        await walk.page.locator('[aria-invalid=true]').first().waitFor()
      },
    },
    {
      name: 'take',
      title: 'My coupons: taking one',
      as: 'customer',
      href: hrefTo('myCoupons'),
      act: (walk, say) => openDialog(walk, say('Take a coupon', 'Tomar un cupón')),
    },
    {
      name: 'person-menu',
      title: 'The menu of the person',
      as: 'staff',
      href: hrefTo('till'),
      act: async ({ page }, say) => {
        await page.getByRole('button', { name: say('Your account', 'Tu cuenta') }).click()
        await page.getByRole('menu').waitFor()
      },
    },
  ]
}
