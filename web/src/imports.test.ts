import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))

/** importsOf lists the files that one imports when it is loaded, types included, which the linter's rule leaves out. */
function importsOf(file: string): string[] {
  const text = readFileSync(join('src', file), 'utf8')
  return [...text.matchAll(/(?:^import|\bfrom) '(\.[^']+)'$/gm)].flatMap(([, path = '']) =>
    ['.ts', '.tsx'].map((ending) => join(dirname(file), path) + ending).filter((found) => files.includes(found)),
  )
}

const imports = new Map(files.map((file) => [file, importsOf(file)]))

/** circleFrom is a way that leads from a file back to it. */
function circleFrom(file: string, way: string[] = [file], seen = new Set<string>()): string[] | null {
  for (const next of imports.get(way.at(-1) ?? '') ?? []) {
    if (next === file) return [...way, file]
    if (seen.has(next)) continue
    seen.add(next)
    const circle = circleFrom(file, [...way, next], seen)
    if (circle) return circle
  }
  return null
}

test('no file imports what imports it, not even for a type', () => {
  expect(imports.get('public.tsx')).toContain('pages/public/Portal.tsx') // the search finds imports
  expect(files.map((file) => circleFrom(file)?.join(' → ')).filter(Boolean)).toEqual([])
})
