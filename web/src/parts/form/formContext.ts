import type { WidgetProps } from '@rjsf/utils'
import type { Schemas } from '../../api/client'

/** FormContext is what the controls of a form know besides the schema. */
export type FormContext = {
  /** What the field of a case's own ids can name, by field: slips, notices, deadlines. */
  choicesByField?: Record<string, { value: string; label: string }[]>
  /** Names of people and files already chosen, so that a draft can show them again. */
  namesById: Record<string, string>
  /** Hands a file in and answers what it is called by; without it files cannot be chosen. */
  handInFile?: (file: File, field: string) => Promise<{ id: string; name: string }>
  rememberNames: (names: Record<string, string>) => void
  /** Who can be named where the form names somebody, as far as that is known before sending. */
  isEligible?: (person: Schemas['PersonView']) => boolean
  /** The case a form is about, where it can name another one. */
  caseOfForm?: { id: string; policy: string }
}

export const formContextOf = (widget: WidgetProps) => widget.registry.formContext as FormContext
