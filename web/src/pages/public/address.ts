// The portal's pages by address. Three pages need no router of their own.

import { useSyncExternalStore } from 'react'
import { dropDraft, readDraft, saveDraft } from '../../parts/drafts'

export const addresses = { home: '/p', file: '/p/file', receipt: '/p/receipt', follow: '/p/follow' } as const
export type Address = (typeof addresses)[keyof typeof addresses]

const moved = 'duban:moved'

function onAddressChange(told: () => void): () => void {
  for (const event of ['popstate', moved]) window.addEventListener(event, told)
  return () => {
    for (const event of ['popstate', moved]) window.removeEventListener(event, told)
  }
}

/** useAddress is the page that is shown. */
export function useAddress(): string {
  return useSyncExternalStore(onAddressChange, () => location.pathname.replace(/\/$/, ''))
}

export function goTo(to: Address): void {
  history.pushState(null, '', to)
  window.dispatchEvent(new Event(moved))
  window.scrollTo(0, 0)
}

/** followLink leads to the complaint. What follows # is not sent to any server and so in no log. */
export function followLink(receipt: string): string {
  return `${location.origin}${addresses.follow}#${receipt}`
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
