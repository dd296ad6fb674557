import { svelte } from '@sveltejs/vite-plugin-svelte'
import tailwindcss from '@tailwindcss/vite'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { CountReporter } from './tests/support/count-reporter.mjs'
import { chromiumArgs, findChromium } from './tests/support/needs.mjs'

interface Suite {
  name: string
  /** Milliseconds for one test: a hang is a failure, slowness on a small machine is not. */
  testTimeout: number
}

const nodeSuites: Suite[] = [
  { name: 'server', testTimeout: 60_000 },
  { name: 'races', testTimeout: 180_000 },
  { name: 'faults', testTimeout: 120_000 },
  { name: 'electron', testTimeout: 60_000 },
  { name: 'e2e', testTimeout: 180_000 },
]

const nodeProject = ({ name, testTimeout }: Suite): TestProjectConfiguration => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    environment: 'node',
    globalSetup: ['tests/support/global-setup.ts'],
    // Three on two cores: most of them wait for a database to start, for bcrypt or for a browser.
    maxWorkers: 3,
    // The files of a suite share a worker and what it has loaded: reading the server anew for each took a third of the run.
    isolate: false,
    testTimeout,
    hookTimeout: 60_000,
    // A second, as it is by itself, is soon over on a machine that is doing something else.
    expect: { poll: { timeout: 20_000 } },
  },
})

const chromium = findChromium()

const rendererProject = (chromium: string): TestProjectConfiguration => ({
  plugins: [svelte({ configFile: './svelte.config.js' }), tailwindcss()],
  // Found while the first test runs, they would make vite reload the page under it.
  optimizeDeps: {
    entries: ['renderer/**/*.{ts,svelte}', 'tests/renderer/*.{ts,svelte}'],
    include: ['svelte', 'vitest-browser-svelte', 'zod'],
  },
  test: {
    name: 'renderer',
    include: ['tests/renderer/**/*.test.ts'],
    // The number of workers must be that of the suites above: only then do they run beside each other.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    browser: {
      enabled: true,
      // One page after the other: three at once took a third of the time alone, and missed their clicks beside the others.
      fileParallelism: false,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: { executablePath: chromium, args: chromiumArgs },
        // Far from the store of the tests: what tells the computer's time, and not the store's, is seen.
        contextOptions: { locale: 'en-GB', timezoneId: 'America/Los_Angeles' },
      }),
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
