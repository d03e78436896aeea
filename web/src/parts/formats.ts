// The formats of fields: what a policy's form can ask for, one row each. Numbers, texts of a line, choices and yes or
// no have none. A format that is not here is asked for and shown as plain text.

import type { controls } from './form/controls'
import type { Property } from './formSchema'
import { fenToYuan, showInstant } from './values'

/** NamesById are what the ids of a case stand for. */
type NamesById = { unit: (id: string) => string; personOrFile: (id: string) => string }

type Format = {
  /** The control of the staff's forms. */
  control: keyof typeof controls
  /** How the public portal asks for it. */
  portal: 'text' | 'longtext' | 'money' | 'date' | 'datetime'
  /** How one value is shown to readers; left out where it is its own text. */
  shown?: (value: string | number, names: NamesById) => string
}

const showUnit: Format['shown'] = (id, names) => names.unit(String(id))
const showPersonOrFile: Format['shown'] = (id, names) => names.personOrFile(String(id))

const formats = {
  textarea: { control: 'textarea', portal: 'longtext' },
  fen: { control: 'money', portal: 'money', shown: (fen) => `¥${fenToYuan(Number(fen))}` },
  date: { control: 'day', portal: 'date' },
  'date-time': { control: 'instant', portal: 'datetime', shown: (instant) => showInstant(String(instant)) },
  unit: { control: 'unit', portal: 'text', shown: showUnit },
  person: { control: 'people', portal: 'text', shown: showPersonOrFile },
  people: { control: 'people', portal: 'text', shown: showPersonOrFile },
  attachment: { control: 'attachments', portal: 'text', shown: showPersonOrFile },
  attachments: { control: 'attachments', portal: 'text', shown: showPersonOrFile },
  id: { control: 'id', portal: 'text' },
  limit: { control: 'length', portal: 'text' },
  // of forms that the pages themselves make
  searched: { control: 'searched', portal: 'text' },
  case: { control: 'case', portal: 'text' },
} satisfies Record<string, Format>

/** formatOf is the row of a field's format. */
export function formatOf(property: Pick<Property, 'format'> | undefined): Format | undefined {
  return (formats as Partial<Record<string, Format>>)[property?.format ?? '']
}
