/** @type {import('knip').KnipConfig} */
export default {
  entry: [
    'server/headless.ts',
    'electron/main.ts',
    'electron/preload.ts',
    'renderer/main.ts',
    'scripts/*.mjs',
    // Built by its path for the tests that start it as a process of its own.
    'tests/faults/embedded-program.ts',
    // Loaded by the Node that runs the built desktop program.
    'tests/electron/stand-in/{register,resolve,electron}.mjs',
  ],
  project: ['{server,electron,renderer}/**/*.{ts,svelte,css}', '{bench,scripts,tests}/**/*.{ts,mjs}'],
  // A style sheet imports style sheets and fonts from packages, too.
  compilers: {
    css: (/** @type {string} */ text) =>
      [...text.matchAll(/(?:@import|url\()\s*(['"])(?<path>[^'"]+)\1/g)]
        .map((match) => `import '${match.groups?.['path']}'`)
        .join('\n'),
  },
  // The type of a function's argument or answer is exported for whoever calls it, though nobody may name it yet.
  ignoreExportsUsedInFile: { interface: true, type: true },
  // scripts/check.mjs runs it by its package's name.
  ignoreDependencies: ['svelte-check'],
  ignoreBinaries: ['apt-get', 'dpkg-deb', 'du', 'mount', 'openssl', 'umount'],
}
