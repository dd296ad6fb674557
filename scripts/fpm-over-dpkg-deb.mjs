#!/usr/bin/env node
/**
 * Stands in for `fpm` where electron-builder makes the .deb and cannot fetch that tool: the arguments it gives, for the
 * one case `-s dir -t deb`, carried out by Debian's own `dpkg-deb`. An argument that it does not know is an error.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

// Each takes one value; a repeated one is a list.
const known = new Set(
  (
    '-s -t -d --deb-recommends --deb-compression --deb-priority --architecture --license --after-install --after-remove ' +
    '--description --version --package --name --maintainer --vendor --url --category --log'
  ).split(' '),
)
const switches = new Set(['--force', '--debug'])

const { options, copies } = parse(process.argv.slice(2))
if (one('-s') !== 'dir' || one('-t') !== 'deb') throw new Error('only “-s dir -t deb” is done here')
const stage = mkdtempSync(join(tmpdir(), 'cuponera-deb-'))
try {
  chmodSync(stage, 0o755)
  for (const copy of copies) place(copy)
  writeControl()
  const compression = one('--deb-compression') === 'gz' ? 'gzip' : one('--deb-compression')
  const form = ['--root-owner-group', `-Z${compression}`, '--build']
  execFileSync('dpkg-deb', [...form, stage, one('--package')], { stdio: ['ignore', 'ignore', 'inherit'] })
} finally {
  rmSync(stage, { recursive: true, force: true })
}

/** @param {string[]} args */
function parse(args) {
  /** @type {Map<string, string[]>} */
  const options = new Map()
  const copies = []
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (switches.has(arg)) continue
    const equals = arg.indexOf('=')
    if (known.has(arg)) options.set(arg, [...(options.get(arg) ?? []), args[(at += 1)] ?? ''])
    else if (!arg.startsWith('-') && equals > 0)
      copies.push({ from: arg.slice(0, equals), to: arg.slice(equals + 1) })
    else throw new Error(`an argument that is not known here: ${arg}`)
  }
  return { options, copies }
}

/** @param {string} name */
function one(name) {
  const value = options.get(name)?.[0]
  if (value === undefined) throw new Error(`${name} is not given`)
  return value
}

/**
 * A source that ends with a slash is a folder's content; `cp -a` keeps links and run bits.
 * @param {{ from: string, to: string }} copy
 */
function place({ from, to }) {
  const target = join(stage, to)
  mkdirSync(from.endsWith('/') ? target : dirname(target), { recursive: true })
  execFileSync('cp', ['-a', from.endsWith('/') ? `${from}.` : from, target])
  if (!from.endsWith('/')) chmodSync(target, 0o644)
}

function writeControl() {
  const folder = join(stage, 'DEBIAN')
  mkdirSync(folder, { mode: 0o755 })
  for (const [option, name] of /** @type {const} */ ([
    ['--after-install', 'postinst'],
    ['--after-remove', 'postrm'],
  ])) {
    copyFileSync(one(option), join(folder, name))
    chmodSync(join(folder, name), 0o755)
  }
  const size = execFileSync('du', ['-sk', '--apparent-size', '--exclude=DEBIAN', stage], { encoding: 'utf8' })
  writeFileSync(join(folder, 'control'), control(Number.parseInt(size, 10)), { mode: 0o644 })
}

/** @param {number} installedSize in KiB */
function control(installedSize) {
  const [synopsis = '', ...rest] = one('--description').split('\n')
  const long = rest.map((line) => ` ${line.trim() || '.'}`)
  const fields = {
    Package: one('--name'),
    Version: one('--version'),
    Architecture: one('--architecture'),
    Maintainer: one('--maintainer'),
    'Installed-Size': String(installedSize),
    Depends: (options.get('-d') ?? []).join(', '),
    Recommends: (options.get('--deb-recommends') ?? []).join(', '),
    Section: options.get('--category')?.[0] ?? 'default',
    Priority: one('--deb-priority'),
    Homepage: one('--url'),
    Description: [synopsis.trim(), ...long].join('\n'),
  }
  const lines = Object.entries(fields).filter(([, value]) => value !== '')
  return lines.map(([name, value]) => `${name}: ${value}\n`).join('')
}
