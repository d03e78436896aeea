// The formats of fields: what a policy's form can ask for, one row each, for the staff and the portal. Numbers, texts
// of a line, choices and yes or no have none. A format that is not here is asked for and shown as plain text.

import { t } from '../words/i18n'
import type { controls } from './form/controls'
import type { Property } from './formSchema'
import type { TypedInput } from './typedInput'
import { fenToYuan, instantToLocal, localToInstant, showInstant, yuanToFen } from './values'

/** NamesById are what the ids of a case stand for. */
type NamesById = { unit: (id: string) => string; personOrFile: (id: string) => string }

/**
 * Format is a box to type into, or a control of the staff's forms; for the latter the portal asks in text. shown is how
 * a value is shown to readers; left out where it is its own text.
 */
type Format = ({ typed: TypedInput } | { control: keyof typeof controls } | { rows: 'caseRows' }) & {
  shown?: (value: string | number, names: NamesById) => string
}

const showUnit: Format['shown'] = (id, names) => names.unit(String(id))
const showPersonOrFile: Format['shown'] = (id, names) => names.personOrFile(String(id))

const formats = {
  textarea: { control: 'longtext' },
  fen: {
    typed: {
      keyboard: 'decimal',
      unit: () => t('form.yuan'),
      read: yuanToFen,
      write: (fen) => (typeof fen === 'number' ? fenToYuan(fen) : fen),
    },
    shown: (fen) => `¥${fenToYuan(Number(fen))}`,
  },
  date: { typed: { type: 'date', read: (day) => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null), write: String } },
  'date-time': {
    typed: {
      type: 'datetime-local',
      read: localToInstant,
      write: (instant) => (showInstant(String(instant)) ? instantToLocal(instant) : String(instant)),
    },
    shown: (instant) => showInstant(String(instant)),
  },
  unit: { control: 'unit', shown: showUnit },
  person: { control: 'people', shown: showPersonOrFile },
  people: { control: 'people', shown: showPersonOrFile },
  attachment: { control: 'attachments', shown: showPersonOrFile },
  attachments: { control: 'attachments', shown: showPersonOrFile },
  cases: { rows: 'caseRows' },
  id: { control: 'id' },
  limit: { control: 'length' },
  // of forms that the pages themselves make
  searched: { control: 'searched' },
  case: { control: 'case' },
} satisfies Record<string, Format>

/** formatOf is the row of a field's format. */
export function formatOf(property: Pick<Property, 'format'> | undefined): Format | undefined {
  return (formats as Partial<Record<string, Format>>)[property?.format ?? '']
}
