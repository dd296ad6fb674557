/**
 * Who may import whom, as ARCHITECTURE.md draws it. Types count as well: a type is knowledge, too.
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere would escape every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'renderer-knows-the-contract-alone',
      comment: 'The console is a client: of the server it knows server/contracts.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(server|electron)/', pathNot: '^server/contracts/' },
    },
    {
      name: 'renderer-runs-in-a-page',
      comment: 'No Node built-in reaches a page.',
      severity: 'error',
      from: { path: '^(renderer|server/contracts)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'ui-knows-no-data',
      comment: 'renderer/ui imports itself and packages.',
      severity: 'error',
      from: { path: '^renderer/ui/' },
      to: { pathNot: '^(renderer/ui|node_modules)/' },
    },
    {
      name: 'electron-starts-the-server',
      comment:
        'The shell knows the contract, and the files that configure, try, start, explain and restore (docs/decisions/0012).',
      severity: 'error',
      from: { path: '^electron/' },
      to: {
        path: '^(server|renderer)/',
        pathNot:
          '^server/(contracts/|(config|connection|console-alone|restore-data|start|start-problem)\\.ts$)',
      },
    },
    {
      name: 'server-without-electron',
      comment: 'The server is the complete product without a window.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(electron|renderer)/|^node_modules/electron/' },
    },
    {
      name: 'contracts-are-zod',
      comment: 'The contract is read by both sides of the wire.',
      severity: 'error',
      from: { path: '^server/contracts/' },
      to: { pathNot: '^(server/contracts|node_modules/zod)/' },
    },
    {
      name: 'http-knows-no-feature',
      comment: 'server/http imports db, contracts, errors, config.',
      severity: 'error',
      from: { path: '^server/http/' },
      to: { path: '^server/', pathNot: '^server/((http|db|contracts)/|(errors|config)\\.ts$)' },
    },
    {
      name: 'db-knows-no-feature',
      comment: 'server/db imports contracts, errors, config.',
      severity: 'error',
      from: { path: '^server/db/' },
      to: { path: '^server/', pathNot: '^server/((db|contracts)/|(errors|config)\\.ts$)' },
    },
    {
      name: 'feature-within-the-house',
      comment: 'A feature imports db, http, contracts, errors and operations of other features.',
      severity: 'error',
      from: { path: '^server/(?!contracts/|http/|db/)[^/]+/' },
      to: { path: '^server/[^/]+\\.ts$', pathNot: '^server/errors\\.ts$' },
    },
    {
      name: 'routes-are-mounted-by-the-app',
      comment: "A feature calls another's operation, never its routes; server/app.ts mounts them.",
      severity: 'error',
      from: { pathNot: '^(server/app\\.ts$|tests/)' },
      to: { path: '^server/[^/]+/routes\\.ts$' },
    },
    {
      name: 'errors-and-config-are-leaves',
      comment: 'Everyone imports these two, so they import only the contract.',
      severity: 'error',
      from: { path: '^server/(errors|config)\\.ts$' },
      to: { path: '^server/', pathNot: '^server/(contracts/|(errors|config)\\.ts$)' },
    },
    {
      name: 'product-without-its-tests',
      comment: 'What ships knows nothing of tests, benches and scripts.',
      severity: 'error',
      from: { path: '^(server|electron|renderer)/' },
      to: { path: '^(tests|bench|scripts)/' },
    },
    {
      name: 'ships-what-it-imports',
      comment:
        'The server and the shell leave their packages external: those must be installed with the product.',
      severity: 'error',
      from: { path: '^(server|electron)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: '^node_modules/(electron|@types)/',
      },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(out|dist|test-output)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'browser', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.d.ts', '.json'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
