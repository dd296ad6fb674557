import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Contract } from '../../server/contracts/contract.ts'
import { distribute, listDistributions } from '../../server/contracts/distributions.ts'
import { uploadCodes, uploadPoolUsers, uploadUsers } from '../../server/contracts/imports.ts'
import { decideUndo } from '../../server/contracts/redemptions.ts'
import { contractTable } from '../../server/contracts/table.ts'
import { chromiumArgs, findChromium } from '../support/needs.mjs'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let document: any

const operationOf = ({ path, method }: Contract) =>
  document.paths[path.replace(/:(\w+)/g, '{$1}')][method.toLowerCase()]

/** The names of the fields in a body's schema, over all its forms. */
function fieldsTold(requestBody: any): string[] {
  const schema = requestBody?.content['application/json']?.schema ?? {}
  const forms: { properties: object }[] = schema.oneOf ?? [schema]
  return [...new Set(forms.flatMap(({ properties = {} }) => Object.keys(properties)))].toSorted()
}

/** The same of a contract's own schema. */
function bodyFields(body: z.ZodType): string[] {
  const forms = body instanceof z.ZodDiscriminatedUnion ? body.options : [body]
  return [...new Set(forms.flatMap((form) => Object.keys((form as z.ZodObject).shape)))].toSorted()
}

beforeAll(async () => {
  server = await startTestServer()
  document = (await server.request('GET', '/openapi.json')).body
})
afterAll(() => server.close())

describe('openapi.json', () => {
  it('is OpenAPI 3.1 and needs no log-in', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(document.info.title).toBe('Cuponera')
    expect(document.servers).toEqual([{ url: '/api/v1' }])
  })

  it('describes every operation of the table once, and no other', () => {
    const described = Object.entries(document.paths as Record<string, object>).flatMap(([path, operations]) =>
      Object.entries(operations).map(
        ([method, { operationId }]) => `${String(operationId)} ${method.toUpperCase()} ${path}`,
      ),
    )
    const table = contractTable.map(
      ({ id, method, path }) => `${id} ${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
    )
    expect(described.toSorted()).toEqual(table.toSorted())
  })

  it('refers to nothing that is not there, and names every part of a path', () => {
    const text = JSON.stringify(document)
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      expect(document.components.schemas).toHaveProperty(String(name))
    expect(text).not.toContain('$defs')
    for (const [path, operations] of Object.entries(document.paths as Record<string, object>))
      for (const operation of Object.values(operations)) {
        const named = (operation.parameters as { in: string; name: string }[])
          .filter((parameter) => parameter.in === 'path')
          .map((parameter) => parameter.name)
        expect(named, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
      }
  })

  it('tells each body with all its fields, also of one that has several forms', () => {
    for (const contract of contractTable) {
      const fields = contract.method === 'GET' ? [] : bodyFields(contract.body)
      const { requestBody } = operationOf(contract)
      if (fields.length === 0 && contract.consumes === 'json')
        expect(requestBody, contract.id).toBeUndefined()
      else expect(fieldsTold(requestBody), contract.id).toEqual(fields)
    }
    expect(fieldsTold(operationOf(distribute).requestBody)).toEqual([
      'book_id',
      'coupons_per_user',
      'dry_run',
      'mode',
      'on_shortage',
      'total',
    ])
    expect(operationOf(decideUndo).requestBody.required).toBe(true)
  })

  it('tells of long work how to ask for its job at once, and where the job is', () => {
    const long = contractTable.filter((contract) => operationOf(contract).responses['202'])
    expect(long.map(({ id }) => id).toSorted()).toEqual([
      'distribute',
      'generateCodes',
      'uploadCodes',
      'uploadPoolUsers',
      'uploadUsers',
      'voidBook',
    ])
    for (const contract of long) {
      const { parameters, responses } = operationOf(contract)
      expect(
        parameters.map(({ name }: { name: string }) => name),
        contract.id,
      ).toContain('Prefer')
      expect(Object.keys(responses['202'].headers as object), contract.id).toEqual([
        'Location',
        'Preference-Applied',
      ])
      expect(responses['202'].content, contract.id).toEqual(responses[contract.status].content)
    }
  })

  it('tells of a dry run its 200, for a file also the refused lines, and how long to wait where waiting helps', () => {
    const types = (contract: Contract) =>
      Object.keys(operationOf(contract).responses['200'].content as object)
    expect(types(distribute)).toEqual(['application/json'])
    for (const upload of [uploadCodes, uploadUsers, uploadPoolUsers])
      expect(types(upload), upload.id).toEqual(['application/json', 'text/csv'])
    const { responses } = operationOf(distribute)
    const waits = Object.keys(responses as object).filter(
      (status) => responses[status].headers?.['Retry-After'],
    )
    expect(waits).toEqual(['409', '429', '503'])
    expect(operationOf(listDistributions).responses['409']).toBeUndefined()
  })

  it('says what an upload reads, what a retry sends, who may call, and what is refused', () => {
    const upload = document.paths['/books/{id}/codes/upload'].post
    expect(Object.keys(upload.requestBody.content as object)).toEqual([
      'text/csv',
      'multipart/form-data',
      'application/json',
    ])
    const redeem = document.paths['/coupons/redeem/{code}'].post
    expect(redeem.parameters.map((parameter: { name: string }) => parameter.name)).toContain(
      'Idempotency-Key',
    )
    expect(redeem.requestBody.required).toBe(false)
    const locked = redeem.responses['423'].content['application/problem+json'].schema
    expect(locked.properties.code.enum).toEqual(['coupon_locked'])
    expect(redeem.responses['200'].content['application/json'].schema).toBeDefined()
    expect(redeem.security).toBeUndefined()
    expect(document.security).toEqual([{ bearer: [] }])
    expect(document.paths['/auth/login'].post.security).toEqual([])
    expect(document.paths['/auth/logout'].post.responses['204'].content).toBeUndefined()
  })
})

describe.runIf(findChromium())('/docs', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: String(findChromium()), args: chromiumArgs })
  })
  afterAll(() => browser.close())

  it('shows the operations in a browser, under the content policy, from this server alone', async () => {
    const page = await browser.newPage()
    const complaints: string[] = []
    const foreign: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(server.url))
        foreign.push(request.url())
    })
    const reply = await page.goto(`${server.url}/docs`)
    expect(reply?.headers()['content-security-policy']).toContain("default-src 'self'")
    await page.locator('#operations-coupons-redeemCoupon button').first().click()
    await page.getByText('coupon_locked').first().waitFor()
    expect(complaints).toEqual([])
    expect(foreign).toEqual([])
    await page.close()
  }, 60_000)
})
