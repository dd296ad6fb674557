/** Counts what a run did and writes it where `scripts/test.mjs` reads it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Count */

/** Where the last run's count lies. */
export const countFile = join(import.meta.dirname, '..', '..', 'test-output', 'count.json')

/** A reporter for vitest, beside the one that speaks to people. */
export class CountReporter {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    /** @type {Count} */
    const count = { passed: 0, failed: unhandled.length, skipped: [] }
    for (const module of modules) {
      // A file or a hook that breaks is a failure even where no test of it came to run.
      const broken = [module, ...module.children.allSuites()].filter((part) => part.errors().length > 0)
      count.failed += broken.length
      for (const test of module.children.allTests()) add(count, test)
    }
    mkdirSync(dirname(countFile), { recursive: true })
    writeFileSync(countFile, JSON.stringify(count))
  }
}

/**
 * @param {Count} count
 * @param {import('vitest/node').TestCase} test
 */
function add(count, test) {
  const result = test.result()
  if (result.state === 'passed') count.passed += 1
  if (result.state === 'failed') count.failed += 1
  if (result.state === 'passed' || result.state === 'failed') return
  // A test that was still waiting when the run broke off was not passed either.
  // A suite that is skipped as a whole carries its reason in its name.
  const named = /\(skipped: ([^)]+)\)/.exec(test.fullName)?.[1]
  const reason =
    result.state === 'skipped' ? (result.note ?? named ?? 'no reason given') : 'the run ended before it'
  count.skipped.push(`${test.module.relativeModuleId} > ${test.fullName}: ${reason}`)
}
