// What a person has set for themselves in this browser: which columns they see, which filters they keep.

import { useState } from 'react'
import { useSignedInPerson } from '../app/session'

function read<T>(key: string, isOne: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return isOne(value) ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * useKept is what the person has set under a name, and how it is set; undefined takes it back. It holds no personal
 * data of anybody else. Where the browser keeps nothing it lasts as long as the page.
 */
export function useKept<T>(
  name: string,
  isOne: (value: unknown) => value is T,
): [T | undefined, (value: T | undefined) => void] {
  const key = `duban.kept.${useSignedInPerson().id}.${name}`
  const [value, setValue] = useState(() => read(key, isOne))
  const keep = (next: T | undefined) => {
    setValue(next)
    try {
      if (next === undefined) localStorage.removeItem(key)
      else localStorage.setItem(key, JSON.stringify(next))
    } catch {
      // a browser that keeps nothing
    }
  }
  return [value, keep]
}
