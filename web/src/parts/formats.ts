// The formats of fields: what a policy's form can ask for, one row each. Numbers, texts of a line, choices and yes or
// no have none. A format that is not here is asked for and shown as plain text.

import type { controls } from './form/controls'
import type { Property } from './formSchema'
import { fenToYuan, showInstant } from './values'

/** Names are what the ids of a case stand for. */
type Names = { unit: (id: string) => string; personOrFile: (id: string) => string }

type Format = {
  /** The control of the staff's forms. */
  control: keyof typeof controls
  /** How the public portal asks for it. */
  portal: 'text' | 'longtext' | 'money' | 'date' | 'datetime'
  /** How one value is shown to readers; left out where it is its own text. */
  shown?: (value: string | number, names: Names) => string
}

const unit: Format['shown'] = (id, names) => names.unit(String(id))
const named: Format['shown'] = (id, names) => names.personOrFile(String(id))

const formats = {
  textarea: { control: 'textarea', portal: 'longtext' },
  fen: { control: 'money', portal: 'money', shown: (fen) => `¥${fenToYuan(Number(fen))}` },
  date: { control: 'day', portal: 'date' },
  'date-time': { control: 'instant', portal: 'datetime', shown: (instant) => showInstant(String(instant)) },
  unit: { control: 'unit', portal: 'text', shown: unit },
  person: { control: 'people', portal: 'text', shown: named },
  people: { control: 'people', portal: 'text', shown: named },
  attachment: { control: 'attachments', portal: 'text', shown: named },
  attachments: { control: 'attachments', portal: 'text', shown: named },
  id: { control: 'id', portal: 'text' },
  limit: { control: 'length', portal: 'text' },
  // of forms that the pages themselves make
  searched: { control: 'searched', portal: 'text' },
  case: { control: 'case', portal: 'text' },
} satisfies Record<string, Format>

/** formatOf is the row of a field's format. */
export function formatOf(p: Pick<Property, 'format'> | undefined): Format | undefined {
  return (formats as Partial<Record<string, Format>>)[p?.format ?? '']
}
