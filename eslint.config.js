import { defineConfig, globalIgnores } from 'eslint/config'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import tseslint from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

const configFiles = ['*.config.{js,ts}', '.dependency-cruiser.mjs']

const namedWithExtension = {
  regex: '^\\.{1,2}/(?!.*\\.(ts|mjs|js|cjs|svelte|css|json|svg|png)(\\?\\w+)?$)',
  message: 'A relative import names the file with its extension.',
}

// The import rules live in .dependency-cruiser.mjs, which cannot see the type imports of a component. These can.
const pageImports = [
  { regex: '^\\.\\..*/server/(?!contracts/)', message: 'Of the server the console knows server/contracts.' },
  { regex: '^(\\.\\..*/electron/|electron$|node:)', message: 'The console runs in a page.' },
]
const uiImports = [{ regex: '^\\.\\./', message: 'renderer/ui imports itself and packages.' }]

/** What the compiler does not already say. */
const coreRules = Object.fromEntries(
  [
    'eqeqeq',
    'no-async-promise-executor',
    'no-cond-assign',
    'no-constant-condition',
    'no-control-regex',
    'no-debugger',
    'no-empty',
    'no-empty-pattern',
    'no-fallthrough',
    'no-loss-of-precision',
    'no-misleading-character-class',
    'no-self-assign',
    'no-self-compare',
    'no-template-curly-in-string',
    'no-unsafe-finally',
    'no-useless-catch',
    'no-useless-escape',
    'no-var',
    'prefer-const',
    'preserve-caught-error',
  ].map((rule) => [rule, 'error']),
)

export default defineConfig(
  globalIgnores(['out', 'dist', 'test-output']),
  tseslint.configs.recommendedTypeChecked,
  svelte.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      ...coreRules,
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Named exports only: a thing has one name everywhere.',
        },
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that says it.' },
      ],
      'no-restricted-imports': ['error', { patterns: [namedWithExtension] }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Two operations of one shape are still two names in a union.
      '@typescript-eslint/no-duplicate-type-constituents': 'off',
      // It flags every local Date and URL; what the page shows is state by name, and reviewed as such.
      'svelte/prefer-svelte-reactivity': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A function may keep a promise it does not need yet: routes and operations share one shape.
      '@typescript-eslint/require-await': 'off',
      // Numbers in sentences are what sentences here are for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['server/**', 'electron/**', 'renderer/**'],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'server/config.ts alone reads the environment.' },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    files: ['server/config.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // TypeScript to the letter: the component parser would have the whole program read again after each of them.
    files: ['**/*.svelte.ts'],
    languageOptions: { parser: tseslint.parser },
  },
  {
    files: ['**/*.svelte'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: tseslint.parser, svelteConfig },
    },
    rules: {
      // The linter sees an imported component as `any`; svelte-check, which sees its real type, judges these.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // A handler in a template may be async; what it throws reaches the window's own handler.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      'prefer-const': 'off',
    },
  },
  {
    files: ['renderer/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [namedWithExtension, ...pageImports] }],
    },
  },
  {
    files: ['renderer/ui/*'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [namedWithExtension, ...pageImports, ...uiImports] }],
    },
  },
  {
    // What the database or a foreign page answers has no type to lean on, and these files only assert about it.
    files: ['tests/**', 'bench/**', 'scripts/**'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // Each of these is read by a tool that asks for a default export; tsc has checked it against that tool's types.
    files: configFiles,
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-restricted-syntax': 'off' },
  },
)
