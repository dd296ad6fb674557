import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const reader = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')

/** The codes that a scanner reads off a picture (PNG), in no order. */
export async function scanPicture(png: Uint8Array, most: number): Promise<string[]> {
  const bytes = await readFile(reader)
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(bytes).buffer } })
  const found = await readBarcodes(png, { maxNumberOfSymbols: most })
  return found.map(({ text }) => text)
}
