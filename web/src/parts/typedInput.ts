// Boxes into which a value is typed, on the staff's pages and in the portal alike. Pure.

export type TypedInput = {
  /** Left out for a line of text. */
  type?: 'date' | 'datetime-local'
  keyboard?: 'decimal' | 'numeric' | 'tel'
  /** What stands beside the box. */
  unit?: () => string
  /** The value that was typed, null if it is none. */
  read: (typed: string) => unknown
  /** What stands in the box for a value; what was kept as it was typed stands there so. */
  write: (value: string | number) => string
}

export const lineOfText: TypedInput = { read: (typed) => typed, write: String }

/** isTelephone: five digits or more, and of a mobile in China all eleven, with what people write between and before. */
function isTelephone(typed: string): boolean {
  const plain = typed.normalize('NFKC').trim()
  if (!/^\+?[\d\s()-]+(?:(?:转|#|x|ext\.?)\s*\d{1,6})?$/i.test(plain)) return false
  const digits = plain.replace(/(?:转|#|x|ext).*$/i, '').replace(/\D/g, '')
  const own = plain.startsWith('+86') || digits.length > 11 ? digits.replace(/^86/, '') : digits
  return digits.length >= 5 && digits.length <= 15 && (!/^1[3-9]/.test(own) || own.length === 11)
}

/** telephone is kept as it was typed. */
export const telephone: TypedInput = {
  keyboard: 'tel',
  read: (typed) => (isTelephone(typed) ? typed : null),
  write: String,
}

export const wholeNumber: TypedInput = {
  keyboard: 'numeric',
  read: (typed) => (/^-?\d{1,15}$/.test(typed.normalize('NFKC')) ? Number(typed.normalize('NFKC')) : null),
  write: String,
}
