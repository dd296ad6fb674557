/**
 * `npm test`: gets what the tests need, builds what they run, runs them, and ends with the line that counts them.
 * Arguments go to vitest: `npm test -- tests/server/books.test.ts`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { countFile } from '../tests/support/count-reporter.mjs'
import { prepareNeeds } from '../tests/support/needs.mjs'
import { buildIfStale } from './build-if-stale.mjs'

const root = dirname(import.meta.dirname)

prepareNeeds((line) => console.log(line))
rmSync(countFile, { force: true })
const halves = buildIfStale()
const built = (await halves.program) && (await halves.console)
const ended = built ? runTests() : undefined
if (!built) console.log('The tests did not run: the program could not be built.')

/** @type {import('../tests/support/count-reporter.mjs').Count} */
const count = existsSync(countFile)
  ? JSON.parse(readFileSync(countFile, 'utf8'))
  : { passed: 0, failed: 0, skipped: [] }
for (const line of count.skipped) console.log(`skipped: ${line}`)
const good = ended === 0 && count.failed === 0 && count.passed > 0
if (ended !== undefined && !good && count.failed === 0)
  console.log('The run failed although no test did; see above.')
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped.length} skipped`)
process.exitCode = good ? 0 : 1

/** @returns {number | null} vitest's exit code */
function runTests() {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const args = ['run', ...process.argv.slice(2)]
  return spawnSync(process.execPath, [vitest, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  }).status
}
