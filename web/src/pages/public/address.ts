// The portal's pages by address. Three pages need no router of their own.

import { useSyncExternalStore } from 'react'
import { dropDraft, readDraft, saveDraft } from '../../parts/drafts'

export const portalPaths = { home: '/p', file: '/p/file', receipt: '/p/receipt', follow: '/p/follow' } as const
export type PortalPath = (typeof portalPaths)[keyof typeof portalPaths]

const pathChangedEvent = 'duban:moved'

function onPathChange(told: () => void): () => void {
  for (const event of ['popstate', pathChangedEvent]) window.addEventListener(event, told)
  return () => {
    for (const event of ['popstate', pathChangedEvent]) window.removeEventListener(event, told)
  }
}

/** useCurrentPath is the page that is shown. */
export function useCurrentPath(): string {
  return useSyncExternalStore(onPathChange, () => location.pathname.replace(/\/$/, ''))
}

export function goTo(path: PortalPath): void {
  history.pushState(null, '', path)
  window.dispatchEvent(new Event(pathChangedEvent))
  window.scrollTo(0, 0)
}

/** followUrl leads to the complaint. What follows # is not sent to any server and so in no log. */
export function followUrl(receipt: string): string {
  return `${location.origin}${portalPaths.follow}#${receipt}`
}

/** currentReceipt is the receipt being followed: from the link that was opened, else the one of this tab. */
export function currentReceipt(): string {
  const given = decodeURIComponent(location.hash.slice(1))
  if (given) {
    keepReceipt(given)
    history.replaceState(null, '', location.pathname) // nobody who comes later finds it in the address
  }
  const kept = readDraft('receipt')?.receipt
  return typeof kept === 'string' ? kept : ''
}

/** keepReceipt keeps it in this tab only; the empty one is forgotten. */
export function keepReceipt(receipt: string): void {
  if (receipt) saveDraft('receipt', { receipt })
  else dropDraft('receipt')
}
