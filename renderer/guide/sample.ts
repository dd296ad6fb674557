import { createBook, listBooks, updateBook, type Book } from '../../server/contracts/books.ts'
import { assignRandom, listCoupons } from '../../server/contracts/coupons.ts'
import { uploadCodes, uploadUsers } from '../../server/contracts/imports.ts'
import { findUserByEmail } from '../../server/contracts/users.ts'
import { call } from '../api/client.ts'
import { upload } from '../api/upload.ts'
import { firstStepsWords, sampleBookNames } from '../words/guide.ts'
import { targetWords } from '../words/import-targets.ts'

/**
 * Brings a sample into the store by the operations that everybody uses: a book, its codes and customers from the sample files, and a
 * coupon of the first of them; returns its code. What is there already, of an earlier try or another browser, is taken up and not
 * made twice. Throws ApiError.
 */
export async function bringSample(key: string): Promise<string> {
  const book = await sampleBook()
  if (book.counts.total === 0)
    await upload(uploadCodes, {
      params: { id: book.id },
      file: sampleFile('codes'),
      query: { file_name: targetWords.codes.sample.name },
      idempotencyKey: key,
    })
  await upload(uploadUsers, {
    file: sampleFile('users'),
    query: { file_name: targetWords.users.sample.name },
    idempotencyKey: key,
  })
  const customer = await call(findUserByEmail, { query: { email: firstEmail() } })
  const mine = { book_id: book.id, user_id: customer.id }
  const { items } = await call(listCoupons, { query: { ...mine, state: 'ASSIGNED', limit: 1 } })
  return items[0]?.code ?? giveOne(mine, key)
}

/** The book of the sample, made unless there is one. Two browsers that begin at once agree on the same. */
async function sampleBook(): Promise<Book> {
  const found = await agreedBook()
  if (found) return found
  const { sampleBook: name, sampleBookNote: description } = firstStepsWords
  const made = await call(createBook, { body: { name, description } })
  const agreed = (await agreedBook()) ?? made
  if (agreed.id !== made.id) await call(updateBook, { params: { id: made.id }, body: { is_active: false } })
  return agreed
}

/** Of several, the one with codes, else the first that was made: every browser finds the same. */
async function agreedBook(): Promise<Book | undefined> {
  const named = await Promise.all(Array.from(sampleBookNames, booksOfName))
  const [found] = named
    .flat()
    .sort((one, other) => other.counts.total - one.counts.total || one.id - other.id)
  return found
}

async function booksOfName(name: string): Promise<Book[]> {
  const { items } = await call(listBooks, { query: { q: name, is_active: true, limit: 50 } })
  return items.filter((book) => book.name === name)
}

function sampleFile(kind: 'codes' | 'users'): File {
  const { name, text } = targetWords[kind].sample
  return new File([text], name, { type: 'text/csv' })
}

function firstEmail(): string {
  const [, email = ''] = targetWords.users.sample.text.split('\r\n')[1]?.split(',') ?? []
  return email
}

async function giveOne(mine: { book_id: number; user_id: number }, key: string): Promise<string> {
  const { coupons } = await call(assignRandom, { body: mine, idempotencyKey: key })
  const [coupon] = coupons
  if (!coupon) throw new Error('a coupon was given, and is not in the answer')
  return coupon.code
}
