import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const sourceFiles = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))

/** importsOf lists the files that one imports when it is loaded, types included, which the linter's rule leaves out. */
function importsOf(file: string): string[] {
  const text = readFileSync(join('src', file), 'utf8')
  return [...text.matchAll(/(?:^import|\bfrom) '(\.[^']+)'$/gm)].flatMap(([, path = '']) =>
    ['.ts', '.tsx'].map((ending) => join(dirname(file), path) + ending).filter((found) => sourceFiles.includes(found)),
  )
}

const importsByFile = new Map(sourceFiles.map((file) => [file, importsOf(file)]))

/** findImportCycle is a way that leads from a file back to it. */
function findImportCycle(file: string, path: string[] = [file], seen = new Set<string>()): string[] | null {
  for (const next of importsByFile.get(path.at(-1) ?? '') ?? []) {
    if (next === file) return [...path, file]
    if (seen.has(next)) continue
    seen.add(next)
    const circle = findImportCycle(file, [...path, next], seen)
    if (circle) return circle
  }
  return null
}

test('no file imports what imports it, not even for a type', () => {
  expect(importsByFile.get('public.tsx')).toContain('pages/public/Portal.tsx') // the search finds imports
  expect(sourceFiles.map((file) => findImportCycle(file)?.join(' → ')).filter(Boolean)).toEqual([])
})
