import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterTo, hasChromium, keepScreen, leave, visit, type Visit } from '../support/browser.ts'
import { openDemoStore, type DemoStore } from '../support/demo-store.ts'

/** The demo store on a system that speaks Spanish: the console follows it, until somebody chooses English. */

const password = 'cuponera-demo'
let demo: DemoStore
let visitor: Visit

beforeAll(async () => {
  if (!hasChromium) return
  demo = await openDemoStore()
  visitor = await visit(demo.url, undefined, 'es-ES')
})

afterAll(async () => {
  if (!hasChromium) return
  await leave(visitor)
  await demo.close()
})

const card = () => visitor.page.getByRole('region', { name: 'El cupón escaneado' })
const spoken = () => visitor.page.locator('html').getAttribute('lang')

async function enterAs(email: string, secret: string): Promise<void> {
  const { page } = visitor
  await page.getByLabel('Correo electrónico', { exact: true }).fill(email)
  await page.getByLabel('Contraseña', { exact: true }).fill(secret)
  await page.keyboard.press('Enter')
}

async function scan(code: string): Promise<void> {
  await visitor.page.locator('[data-scan-field]').waitFor()
  await visitor.page.keyboard.type(code)
  await visitor.page.keyboard.press('Enter')
}

/** The manager's token, and the path of the book whose coupons customers own. */
async function welcomeBook(): Promise<{ token: string; path: string }> {
  const entered = await ask<{ access_token: string }>('POST', '/auth/login', {
    body: { email: 'manager@demo.example', password },
  })
  const token = entered.access_token
  const { items: books } = await ask<{ items: { id: number; name: string }[] }>('GET', '/books', { token })
  const welcome = books.find(({ name }) => name.startsWith('Welcome'))
  return { token, path: `/books/${String(welcome?.id)}` }
}

/** The code of a coupon that a customer owns. */
async function ownedCode(): Promise<string> {
  const { token, path } = await welcomeBook()
  const { items } = await ask<{ items: { code: string }[] }>(
    'GET',
    `${path}/coupons?state=ASSIGNED&limit=1`,
    { token },
  )
  return items[0]?.code ?? ''
}

async function ask<T>(
  method: string,
  path: string,
  { token, body }: { token?: string; body?: object },
): Promise<T> {
  const reply = await fetch(`${demo.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  return (await reply.json()) as T
}

describe.skipIf(!hasChromium)('a system in Spanish', () => {
  test('is greeted in Spanish, and so is a wrong password refused', async () => {
    const { page } = visitor
    await page.getByRole('heading', { name: 'Entrar' }).waitFor()
    expect(await spoken()).toBe('es')
    await enterAs('luis@demo.example', 'not the password')
    await page.getByText('El correo electrónico o la contraseña no son correctos').first().waitFor()
    await keepScreen(page, 'spanish-1-wrong-password')
  })

  test('locks and redeems in Spanish; an unknown code is refused in Spanish', async () => {
    const { page } = visitor
    const code = await ownedCode()
    await enterAs('luis@demo.example', password)
    await page.getByRole('heading', { name: 'Entrar' }).waitFor({ state: 'detached' })
    await scan('NO-ES-UN-CODIGO')
    await card().getByText('«NO-ES-UN-CODIGO» no es un código de esta tienda').waitFor()
    await scan(code)
    await enterTo(page, 'Bloquear')
    await card().getByText('Bloqueado por ti').first().waitFor()
    await enterTo(page, 'Canjear')
    await card()
      .getByText(/^Recibo \d+$/)
      .first()
      .waitFor()
    await scan(code)
    await card().getByText('Ya canjeado').first().waitFor()
    await keepScreen(page, 'spanish-2-redeemed')
  })

  test('asks on a phone to have a redemption undone: the whole of its button is there to press', async () => {
    const { page } = visitor
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${demo.url}/redemptions`)
    const ask = page.getByRole('button', { name: /^Pedir .*recibo/ }).first()
    await ask.waitFor()
    await keepScreen(page, 'spanish-3-redemptions-narrow')
    const { x = 0, width = 0 } = (await ask.boundingBox()) ?? {}
    expect(x + width).toBeLessThanOrEqual(390 - 16)
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  test('reads numbers and dates as Spain writes them', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: /^Tu cuenta/ }).click()
    await page.getByRole('menuitem', { name: 'Salir' }).click()
    // The demo has Luis hold a lock.
    await page.getByRole('button', { name: 'Soltar y salir' }).click()
    await page.getByRole('heading', { name: 'Entrar' }).waitFor()
    await enterAs('manager@demo.example', password)
    await page.getByRole('link', { name: 'Cuponeras', exact: true }).first().click()
    await page.getByRole('link', { name: /^Welcome/ }).click()
    await page.getByRole('tab', { name: 'Canjes' }).click()
    const title = await page
      .getByRole('table', { name: 'Canjes' })
      .locator('time')
      .first()
      .getAttribute('title')
    expect(title).toMatch(
      /^(lunes|martes|miércoles|jueves|viernes|sábado|domingo), \d{1,2} de [a-z]+ de 20\d\d/,
    )
    await page.getByRole('link', { name: 'Generar códigos' }).click()
    await page.getByText('Hasta 1.000.000 de una vez.').waitFor()
    await keepScreen(page, 'spanish-3-generate')
  })

  test('reads in Spanish why an import failed', async () => {
    const { page } = visitor
    const { token, path } = await welcomeBook()
    const refused = await ask<{ details: { id: number } }>('POST', `${path}/codes/upload?strict=true`, {
      token,
      body: { codes: ['OTOÑO-1', '!'] },
    })
    await page.goto(`${demo.url}${path}/import?import=${String(refused.details.id)}`)
    await page.getByText('1 de 2 líneas se rechazaron, y se pidió importar todas o ninguna.').waitFor()
    await keepScreen(page, 'spanish-4-failed-import')
    await page.goBack()
  })

  test('the choice of English changes the console at once, and stays', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: /^Tu cuenta/ }).click()
    await page.getByRole('menuitemradio', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Generate codes' }).waitFor()
    expect(await spoken()).toBe('en')
    await page.reload()
    await page.getByText('Up to 1,000,000 at once.').waitFor()
    expect(await spoken()).toBe('en')
    expect(await page.getByRole('button', { name: /^Your account/ }).count()).toBe(1)
  })
})
