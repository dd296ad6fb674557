/**
 * `npm run check`: every rule of the house that a program can hold. One line a tool; the words of a tool only where it
 * found something. Two run at a time, the slowest first.
 */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(import.meta.dirname)
const sources = ['server', 'electron', 'renderer', 'tests', 'bench', 'scripts']

/** @typedef {{ name: string, run: () => Promise<{ ok: boolean, words: string }> }} Check */

/** @type {Check[]} */
const checks = [
  // Apart, because a component makes the type-checker begin again: in one run the TypeScript would pay for each of them.
  tool('eslint .svelte', 'eslint', ['**/*.svelte', '--no-error-on-unmatched-pattern']),
  tool('eslint .ts', 'eslint', ['.', '--ignore-pattern', '**/*.svelte']),
  tool('svelte-check', 'svelte-check', [
    '--tsconfig',
    'tsconfig.json',
    '--fail-on-warnings',
    '--output',
    'human',
  ]),
  tool('tsc', 'typescript', ['--noEmit'], 'tsc'),
  tool('prettier', 'prettier', ['--check', '--log-level', 'warn', '.']),
  tool('knip', 'knip', ['--no-progress']),
  tool('imports', 'dependency-cruiser', ['--config', '.dependency-cruiser.mjs', ...sources], 'depcruise'),
  { name: 'file names', run: () => Promise.resolve(fileNames()) },
]

const failed = await runAll(checks, 2)
if (failed.length > 0) console.log(`\nnot in order: ${failed.join(', ')}`)
process.exitCode = failed.length > 0 ? 1 : 0

/**
 * @param {Check[]} all
 * @param {number} width
 * @returns {Promise<string[]>} the names of those that failed
 */
async function runAll(all, width) {
  const waiting = [...all]
  /** @type {string[]} */
  const failures = []
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const started = performance.now()
      const { ok, words } = await check.run()
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${check.name.padEnd(14)} ${ok ? 'ok    ' : 'failed'} ${seconds.padStart(6)} s`)
      if (ok) continue
      failures.push(check.name)
      console.log(words.trimEnd() + '\n')
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return failures
}

/**
 * A package's own program, run with this Node: no shell, no `.cmd`, no look-up on the network.
 * @param {string} name
 * @param {string} packageName
 * @param {string[]} args
 * @param {string} bin
 * @returns {Check}
 */
function tool(name, packageName, args, bin = packageName) {
  const run = () => {
    const manifest = fileURLToPath(new URL(`../node_modules/${packageName}/package.json`, import.meta.url))
    /** @type {{ bin: string | Record<string, string> }} */
    const declared = JSON.parse(readFileSync(manifest, 'utf8'))
    const path = typeof declared.bin === 'string' ? declared.bin : declared.bin[bin]
    if (!path) throw new Error(`${packageName} has no program ${bin}`)
    return execute(join(dirname(manifest), path), args)
  }
  return { name, run }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<{ ok: boolean, words: string }>}
 */
function execute(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let words = ''
    const keep = (/** @type {Buffer} */ chunk) => (words += chunk.toString())
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code) => resolve({ ok: code === 0, words }))
  })
}

/** Files are kebab-case, Svelte components PascalCase, migrations numbered. */
function fileNames() {
  const kebab = /^(README\.md|\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+)$/
  const pascal = /^[A-Z][A-Za-z0-9]*\.svelte$/
  const migration = /^\d{4}_[a-z0-9_]+\.sql$/
  const wrong = [
    ...sources
      .flatMap(filesBelow)
      .filter((path) => !(path.endsWith('.svelte') ? pascal : kebab).test(basename(path))),
    ...filesBelow('migrations').filter((path) => !migration.test(basename(path))),
  ]
  return {
    ok: wrong.length === 0,
    words: wrong.map((path) => `${path}: not the name of a file here`).join('\n'),
  }
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
}
