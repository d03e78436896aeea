// The receipt of a complaint, which is all its complainant needs to follow it.

/**
 * groupReceiptDigits writes a receipt, however it was typed, so that it can be read out; the server takes it with or
 * without the hyphens.
 */
export function groupReceiptDigits(receipt: string): string {
  const typed = receipt.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '')
  return typed.replace(/(.{4})(?=.)/g, '$1-')
}
