import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { writeGzippedCopies } from './build/compressed.ts'
import { limitFirstLoad } from './build/firstload.ts'
import { libraryLocales } from './build/libraryLocales.ts'

/** What a first visit may weigh, gzipped: the entry, the page it shows, and all that both import. */
const limits = [
  { route: '/inbox', entry: 'main', page: 'src/pages/inbox/InboxPage.tsx', kilobytes: 500 },
  { route: '/p', entry: 'public', page: 'src/public.tsx', kilobytes: 150 },
]

// The gateway that `npm run dev` shows: DUBAN_URL, by default the one of `make run`.
const gateway = process.env.DUBAN_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react(), libraryLocales(), limitFirstLoad(limits), writeGzippedCopies()],
  build: {
    target: 'es2022',
    rolldownOptions: { input: { main: 'index.html', public: 'public.html' } },
    chunkSizeWarningLimit: 1500, // limitFirstLoad judges what counts
  },
  // @rjsf/core has a helper for tests that imports the validator which needs eval; ours stands in for it.
  resolve: {
    alias: { '@rjsf/validator-ajv8': fileURLToPath(new URL('src/parts/form/schemaValidator.ts', import.meta.url)) },
  },
  server: { proxy: { '/api': gateway, '/temporal': gateway } },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    server: { deps: { inline: [/@rjsf/] } }, // so that the alias above holds in tests too
    testTimeout: 30_000, // the component library takes its time to load where much else runs
  },
})
