// Boxes into which a value is typed, on the staff's pages and in the portal alike. Pure.

export type TypedInput = {
  /** Left out for a line of text. */
  type?: 'date' | 'datetime-local'
  keyboard?: 'decimal' | 'numeric'
  /** What stands beside the box. */
  unit?: () => string
  /** The value that was typed, null if it is none. */
  read: (typed: string) => unknown
  /** What stands in the box for a value; what was kept as it was typed stands there so. */
  write: (value: string | number) => string
}

export const lineOfText: TypedInput = { read: (typed) => typed, write: String }

export const wholeNumber: TypedInput = {
  keyboard: 'numeric',
  read: (typed) => (/^-?\d{1,15}$/.test(typed.normalize('NFKC')) ? Number(typed.normalize('NFKC')) : null),
  write: String,
}
