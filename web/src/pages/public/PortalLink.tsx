import type { ReactNode } from 'react'
import { goTo, useCurrentPath, type PortalPath } from './address'

/** PortalLink is a link to another page of the portal. */
export function PortalLink({ to, className, children }: { to: PortalPath; className?: string; children: ReactNode }) {
  const here = useCurrentPath()
  return (
    <a
      href={to}
      className={className}
      aria-current={here === to ? 'page' : undefined}
      onClick={(e) => {
        if (e.metaKey || e.ctrlKey || e.shiftKey) return
        e.preventDefault()
        goTo(to)
      }}
    >
      {children}
    </a>
  )
}
