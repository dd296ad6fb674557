import type { Import } from '../../server/contracts/imports.ts'
import { ApiError, isAbort } from '../api/errors.ts'
import {
  detectAll,
  missingColumns,
  withColumn,
  type Delimiter,
  type Encoding,
  type ImportOptions,
} from './import-options.ts'
import { readPreview, type Preview } from './file-preview.ts'
import type { ColumnField, ImportTarget } from './import-target.ts'
import { saveRefusedLines, sendFile } from './send-file.ts'

/** A chosen file, how it is read, and what the server's trial run says of it. Every change of either begins a new trial. */
export class Trial {
  readonly target: ImportTarget
  file: File | undefined = $state.raw()
  options: ImportOptions = $state.raw(detectAll)
  /** Undefined while it is read; null for what cannot be shown as text. */
  preview: Preview | null | undefined = $state.raw()
  report: Import | undefined = $state.raw()
  error: unknown = $state.raw()
  /** How much of the file has been sent, from 0 to 1; null when the server reads it. */
  sent: number | null = $state(0)
  /** The first line's cells, where the server cannot tell which column holds what. */
  #columns: string[] | undefined = $state.raw()
  #current: AbortController | undefined

  constructor(target: ImportTarget) {
    this.target = target
  }

  /** The cells of the first line. */
  get first(): readonly string[] {
    return this.#columns ?? this.preview?.rows[0]?.cells ?? []
  }

  /** The columns that the server cannot tell, and of which nobody has said so far which they are. */
  get asksFor(): ColumnField[] {
    return this.#columns ? missingColumns(this.target, this.first, this.options) : []
  }

  /** Takes a file; undefined gives up the present one. */
  take(file: File | undefined): void {
    this.file = file
    this.options = detectAll
    this.#columns = undefined
    this.preview = undefined
    void this.check()
  }

  set(change: Partial<ImportOptions>): void {
    this.options = { ...this.options, ...change }
    void this.check()
  }

  /** Says which column (from 0; undefined for none) holds what. */
  choose(field: ColumnField, column: number | undefined): void {
    this.set(withColumn(this.target, this.first, this.options, field, column))
  }

  stop(): void {
    this.#current?.abort()
  }

  async check(): Promise<void> {
    this.stop()
    const { file, options } = this
    const mine = (this.#current = new AbortController())
    this.report = this.error = undefined
    this.sent = 0
    if (!file) return
    void this.#show(file, options, undefined)
    try {
      const report = await this.#send(file, options, mine.signal)
      if (mine !== this.#current) return
      this.report = report
      this.#columns = undefined
      void this.#show(file, options, report)
    } catch (error) {
      if (mine !== this.#current || isAbort(error)) return
      this.error = error
      this.#columns = columnsOf(error) ?? this.#columns
    }
  }

  /** Keeps every line that would be refused as a CSV of that name. Throws ApiError, FileNotSaved. */
  async saveRefused(name: string): Promise<void> {
    if (this.file) await saveRefusedLines(this.target, this.file, this.options, name)
  }

  #send(file: File, options: ImportOptions, signal: AbortSignal): Promise<Import> {
    return sendFile(this.target, file, options, {
      isTrial: true,
      signal,
      onProgress: (sent, total) => {
        if (!signal.aborted) this.sent = sent < total ? sent / total : null
      },
    })
  }

  /** Shows the first lines as the server read them; before it has answered, as they seem to be. */
  async #show(file: File, options: ImportOptions, report: Import | undefined): Promise<void> {
    const encoding = options.encoding || (report?.encoding as Encoding | null | undefined)
    const delimiter = options.delimiter || (report?.delimiter as Delimiter | null | undefined)
    const preview = await readPreview(file, { encoding: encoding ?? undefined, delimiter }).catch(
      () => undefined,
    )
    if (file === this.file && options === this.options) this.preview = preview ?? null
  }
}

/** True where the file is at fault: read the same way it would be refused again. */
export function isUnreadable(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 'unreadable_csv'
}

function columnsOf(error: unknown): string[] | undefined {
  if (!isUnreadable(error)) return undefined
  const { columns } = error.details
  return Array.isArray(columns) ? columns.map(String) : undefined
}
