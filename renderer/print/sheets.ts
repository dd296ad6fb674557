import type { Coupon } from '../../server/contracts/coupon-resource.ts'
import { listBookCoupons } from '../../server/contracts/coupons.ts'
import { call } from '../api/client.ts'
import { loadCode128, loadQr, type CodeSymbol, type SymbolKind } from './symbols.ts'

/** Most labels of one print: what a browser draws and a printer takes in one go. */
export const MOST_LABELS = 1_000

/** How labels lie on a page; `barWidth` is the room for a barcode, in millimetres. */
export const layouts = {
  large: { columns: 2, rows: 4, barWidth: 84 },
  small: { columns: 3, rows: 8, barWidth: 56 },
} as const
export type Layout = keyof typeof layouts
export const layoutNames = Object.keys(layouts) as Layout[]

export const papers = ['a4', 'letter'] as const
export const printable = ['UNASSIGNED', 'ASSIGNED'] as const

/** A code to print. */
export interface Label {
  coupon: Coupon
  symbol: CodeSymbol
}

/** What is to be printed. */
export interface PrintRequest {
  /** The book's id. */
  book: string
  state: (typeof printable)[number]
  /** Only what this import or generation made; empty for all. */
  job: string
  /** Where the batch before it ended; empty for the newest. */
  after: string
  count: number
  kind: SymbolKind
  layout: Layout
}

const PAGE = 200
/** So many are drawn before the page may breathe. */
const AT_ONCE = 25
/** Finer bars few printers and scanners are sure of, in millimetres. */
const FINEST_BAR = 0.19

/** The labels of one print. `next` is where the batch after it begins; null where there is none. */
export interface Batch {
  labels: Label[]
  next: string | null
}

/** Reads the codes and draws their labels. Throws ApiError. */
export async function makeLabels(request: PrintRequest, signal: AbortSignal): Promise<Batch> {
  const [{ coupons, next }, draw] = await Promise.all([readCodes(request, signal), drawingFor(request)])
  const made: Label[] = []
  for (const coupon of coupons) {
    made.push({ coupon, symbol: draw(coupon.code) })
    if (made.length % AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve))
    signal.throwIfAborted()
  }
  return { labels: made, next }
}

/** The labels page by page. */
export function pagesOf(labels: readonly Label[], layout: Layout): Label[][] {
  const { columns, rows } = layouts[layout]
  const size = columns * rows
  return Array.from({ length: Math.ceil(labels.length / size) }, (_, page) =>
    labels.slice(page * size, (page + 1) * size),
  )
}

async function readCodes(
  { book, state, job, after, count }: PrintRequest,
  signal: AbortSignal,
): Promise<{ coupons: Coupon[]; next: string | null }> {
  const coupons: Coupon[] = []
  for (let cursor = after === '' ? undefined : after; ;) {
    const limit = Math.min(PAGE, count - coupons.length)
    const query = { state, job_id: job, limit, cursor }
    const page = await call(listBookCoupons, { params: { id: book }, query, signal })
    coupons.push(...page.items)
    if (page.next_cursor === null || coupons.length >= count) return { coupons, next: page.next_cursor }
    cursor = page.next_cursor
  }
}

// What does not fit as a barcode is drawn as a QR code.
async function drawingFor({ kind, layout }: PrintRequest): Promise<(code: string) => CodeSymbol> {
  const [drawQr, drawBars] = await Promise.all([loadQr(), kind === 'code128' ? loadCode128() : undefined])
  return (code) => {
    const bars = drawBars?.(code)
    return bars && layouts[layout].barWidth / bars.width >= FINEST_BAR ? bars : drawQr(code)
  }
}
