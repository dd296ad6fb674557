import { svelte } from '@sveltejs/vite-plugin-svelte'
import tailwindcss from '@tailwindcss/vite'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { CountReporter } from './tests/support/count-reporter.mjs'
import { chromiumArgs, findChromium } from './tests/support/needs.mjs'

interface Suite {
  name: string
  /** Suites of one group share the two workers; groups follow one another, so that races have the machine to themselves. */
  group: number
  maxWorkers: number
  /** Milliseconds for one test: a hang is a failure, slowness on a small machine is not. */
  testTimeout: number
}

const nodeSuites: Suite[] = [
  { name: 'server', group: 1, maxWorkers: 2, testTimeout: 60_000 },
  { name: 'races', group: 3, maxWorkers: 1, testTimeout: 120_000 },
  { name: 'faults', group: 4, maxWorkers: 2, testTimeout: 120_000 },
  { name: 'electron', group: 5, maxWorkers: 1, testTimeout: 60_000 },
  { name: 'e2e', group: 6, maxWorkers: 2, testTimeout: 120_000 },
]

const nodeProject = ({ name, group, maxWorkers, testTimeout }: Suite): TestProjectConfiguration => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    environment: 'node',
    globalSetup: ['tests/support/global-setup.ts'],
    sequence: { groupOrder: group },
    maxWorkers,
    testTimeout,
    hookTimeout: 60_000,
  },
})

const chromium = findChromium()

const rendererProject = (chromium: string): TestProjectConfiguration => ({
  plugins: [svelte({ configFile: './svelte.config.js' }), tailwindcss()],
  // Found while the first test runs, they would make vite reload the page under it.
  optimizeDeps: {
    entries: ['renderer/main.ts', 'tests/renderer/*.test.ts'],
    include: ['svelte', 'vitest-browser-svelte', 'zod'],
  },
  test: {
    name: 'renderer',
    include: ['tests/renderer/**/*.test.ts'],
    sequence: { groupOrder: 2 },
    maxWorkers: 1,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: chromium, args: chromiumArgs } }),
      instances: [{ browser: 'chromium', viewport: { width: 1280, height: 800 } }],
    },
  },
})

export default defineConfig({
  test: {
    reporters: ['default', new CountReporter()],
    projects: [...nodeSuites.map(nodeProject), ...(chromium ? [rendererProject(chromium)] : [])],
  },
})
