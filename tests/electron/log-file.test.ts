import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLog } from '../../electron/log-file.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuponera-log-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

test('the log and the one before are all that is kept, each within its size, and no line is cut', () => {
  const logs = join(folder, 'logs')
  for (let start = 0; start < 2; start += 1) {
    const log = openLog(logs, 1000)
    for (let line = 0; line < 50; line += 1) log.info({ line }, 'something_happened')
  }
  expect(readdirSync(logs).toSorted()).toEqual(['cuponera.1.log', 'cuponera.log'])
  const lines = ['cuponera.1.log', 'cuponera.log'].flatMap((name) => {
    expect(statSync(join(logs, name)).size).toBeLessThanOrEqual(1000)
    return readFileSync(join(logs, name), 'utf8').trimEnd().split('\n')
  })
  const numbers = lines.map((line) => (JSON.parse(line) as { line: number }).line)
  expect(numbers.at(-1)).toBe(49)
  expect(numbers).toEqual(numbers.map((_, at) => 50 - numbers.length + at))
})

test('a folder that cannot be written to ends nothing', () => {
  writeFileSync(join(folder, 'taken'), '')
  const log = openLog(join(folder, 'taken'))
  expect(() => {
    log.warn('not_written')
  }).not.toThrow()
})
