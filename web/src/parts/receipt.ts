// The receipt of a complaint, which is all its complainant needs to follow it.

/** groupedReceipt writes a receipt so that it can be read out; the server takes it with or without the hyphens. */
export function groupedReceipt(receipt: string): string {
  return receipt.replace(/(.{4})(?=.)/g, '$1-')
}
