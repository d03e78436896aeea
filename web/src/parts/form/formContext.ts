import type { WidgetProps } from '@rjsf/utils'

/** Context is what the controls of a form know besides the schema. */
export type Context = {
  /** What the field of a case's own ids can name, by field: slips, notices, deadlines. */
  choices?: Record<string, { value: string; label: string }[]>
  /** Names of people and files already chosen, so that a draft can show them again. */
  names: Record<string, string>
  /** Hands a file in and answers what it is called by; without it files cannot be chosen. */
  attach?: (file: File) => Promise<{ id: string; name: string }>
  named: (names: Record<string, string>) => void
  /** The case a form is about, where it can name another one. */
  matter?: { id: string; policy: string }
}

export const contextOf = (props: WidgetProps) => props.registry.formContext as Context
