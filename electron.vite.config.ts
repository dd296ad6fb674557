import { svelte } from '@sveltejs/vite-plugin-svelte'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig, type UserConfig } from 'electron-vite'
import { resolve } from 'node:path'

const here = (path: string): string => resolve(import.meta.dirname, path)

/** electron-vite writes asset addresses relative to the page; a page at /books/3 must find them, too. */
const absoluteAddresses = { name: 'absolute-addresses', config: () => ({ base: '/' }) }

const { renderer, ...program } = {
  main: {
    build: {
      // The newest Node that both the supported headless runtime and Electron's own share.
      target: 'node20.19',
      rolldownOptions: {
        input: { index: here('electron/main.ts'), headless: here('server/headless.ts') },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.19',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: here('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('renderer'),
    plugins: [absoluteAddresses, svelte({ configFile: here('svelte.config.js') }), tailwindcss()],
    build: {
      target: 'chrome120',
      minify: true,
      outDir: here('out/renderer'),
      emptyOutDir: true,
      // A package that only passes on what its files hold is read no further than what is used of it: 2 s of 9 for a build.
      rolldownOptions: {
        input: { index: here('renderer/index.html') },
        experimental: { lazyBarrel: true },
        output: {
          // zod and its setting in one file: it must be set before any other file makes a schema (renderer/no-eval.ts).
          codeSplitting: {
            groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|renderer[\\/]no-eval/ }],
          },
        },
      },
    },
  },
} satisfies UserConfig

/** All of it, or the half that `CUPONERA_BUILD` names, `program` or `console`: neither knows the other (scripts/build-if-stale.mjs). */
const halves: Record<string, UserConfig> = { program, console: { renderer } }
const half = process.env['CUPONERA_BUILD']

export default defineConfig((half && halves[half]) || { ...program, renderer })
