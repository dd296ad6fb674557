import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    // Our own components are all in runes mode; a package may still bring one that is not.
    runes: (/** @type {{ filename: string }} */ { filename }) =>
      filename.includes('node_modules') ? undefined : true,
  },
}
