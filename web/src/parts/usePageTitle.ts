import { useEffect } from 'react'

/** usePageTitle names the page in the browser's tab. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · 督办 Duban`
  }, [title])
}
