/** What the tests need beyond npm: where it is, and on Debian how to get it. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Chromium as the tests run it: quiet, alone, and without the sandbox that root may not have. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const debianPostgres = '/usr/lib/postgresql/15/bin/postgres'

/**
 * The path of a Chromium or Chrome: `CHROMIUM_PATH`, then the usual places of this platform.
 * @returns {string | undefined}
 */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH']
  if (named) return existsSync(named) ? named : undefined
  return usualPlaces().find((path) => existsSync(path))
}

function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
  }
  if (process.platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name])
    return folders
      .filter((folder) => folder !== undefined)
      .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'))
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  return ['/usr/bin/chromium', ...names.flatMap((name) => folders.map((folder) => join(folder, name)))]
}

/**
 * Finds or installs what the tests need, and tells in one line a piece what is missing and what is skipped for it.
 * @param {(line: string) => void} say
 */
export function prepareNeeds(say) {
  const missing = lacking().filter((need) => !need.named)
  if (missing.length > 0 && mayInstall()) install(missing, say)
  for (const need of lacking()) say(`missing: ${need.what}; ${need.skipped}`)
}

function lacking() {
  return [
    {
      present: findChromium() !== undefined,
      // A path that somebody named and that leads nowhere is theirs to correct.
      named: Boolean(process.env['CHROMIUM_PATH']),
      debian: 'chromium',
      what: 'Chromium or Chrome (name one with CHROMIUM_PATH)',
      skipped: 'the tests of the console in a browser are skipped',
    },
    {
      present: existsSync(debianPostgres),
      named: false,
      debian: 'postgresql-15',
      what: 'PostgreSQL 15 as Debian packages it',
      skipped: 'the tests against a configured server of another version are skipped',
    },
  ].filter((need) => !need.present)
}

function mayInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
}

/**
 * @param {{ debian: string }[]} missing
 * @param {(line: string) => void} say
 */
function install(missing, say) {
  // One by one: a release of Debian without the one package still gets the other.
  apt(['update', '-qq'], say)
  for (const { debian } of missing) {
    say(`installing Debian's ${debian} for the tests`)
    apt(['install', '-y', '-qq', '--no-install-recommends', debian], say)
  }
}

/**
 * @param {string[]} args
 * @param {(line: string) => void} say
 */
function apt(args, say) {
  try {
    execFileSync('apt-get', args, {
      // Debian would start a server of its own on port 5432 with the package; the tests start theirs.
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 300_000,
    })
  } catch (error) {
    const words = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error)
    say(`apt-get ${args[0]} failed: ${words}`)
  }
}
