// Fails the build when a first visit would weigh too much.

import { gzipSync } from 'node:zlib'
import type { Plugin, Rollup } from 'vite'

type FirstLoadLimit = { route: string; entry: string; page: string; kilobytes: number }

/** filesLoadedWith lists the files that a browser fetches for a chunk: itself, what it imports, and their styles. */
function filesLoadedWith(
  chunk: Rollup.OutputChunk,
  chunks: Map<string, Rollup.OutputChunk>,
  files = new Set<string>(),
): Set<string> {
  if (files.has(chunk.fileName)) return files
  files.add(chunk.fileName)
  chunk.viteMetadata?.importedCss.forEach((css) => files.add(css))
  for (const name of chunk.imports) {
    const imported = chunks.get(name)
    if (imported) filesLoadedWith(imported, chunks, files)
  }
  return files
}

function gzippedSize(file: Rollup.OutputAsset | Rollup.OutputChunk): number {
  return gzipSync(file.type === 'chunk' ? file.code : file.source).length
}

/** limitFirstLoad weighs what each route's first visit fetches, gzipped, against its limit. */
export function limitFirstLoad(limits: FirstLoadLimit[]): Plugin {
  return {
    name: 'first-load',
    apply: 'build',
    writeBundle(_, bundle) {
      const all = Object.values(bundle)
      const chunks = new Map(all.filter((file) => file.type === 'chunk').map((file) => [file.fileName, file]))
      for (const { route, entry, page, kilobytes } of limits) {
        const wanted = [...chunks.values()].filter(
          (chunk) => (chunk.isEntry && chunk.name === entry) || chunk.moduleIds.some((id) => id.endsWith(`/${page}`)),
        )
        if (!wanted.some((chunk) => chunk.isEntry)) this.error(`first load of ${route}: there is no entry ${entry}`)
        if (!wanted.some((chunk) => chunk.moduleIds.some((id) => id.endsWith(`/${page}`))))
          this.error(`first load of ${route}: no ${page}`)
        const files = new Set(wanted.flatMap((chunk) => [...filesLoadedWith(chunk, chunks)]))
        const total =
          all.filter((file) => files.has(file.fileName)).reduce((sum, file) => sum + gzippedSize(file), 0) / 1000
        const told = `first load of ${route}: ${total.toFixed(0)} of ${kilobytes} kB gzip`
        if (total > kilobytes) this.error(`${told}: too much`)
        this.info(told)
      }
    },
  }
}
