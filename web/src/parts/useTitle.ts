import { useEffect } from 'react'

/** useTitle names the page in the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · 督办 Duban`
  }, [title])
}
