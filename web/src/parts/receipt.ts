// The receipt of a complaint, which is all its complainant needs to follow it.

/** groupReceiptDigits writes a receipt so that it can be read out; the server takes it with or without the hyphens. */
export function groupReceiptDigits(receipt: string): string {
  return receipt.replace(/(.{4})(?=.)/g, '$1-')
}
