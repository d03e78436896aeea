// A form made from a policy's JSON Schema.

import AntdForm from '@rjsf/antd'
import { TranslatableString, type ErrorSchema, type RJSFSchema, type TitleFieldProps, type UiSchema } from '@rjsf/utils'
import { useEffect, useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatOf } from '../formats'
import type { FormSchema, Property } from '../formSchema'
import type { Context } from './formContext'
import { unanswered, validator } from './schemaValidator'
import { controls } from './controls'

function controlOf(name: string, p: Property, required: boolean): string | undefined {
  const format = formatOf(p)
  if (format) return format.control
  if (p.type === 'boolean' || (p.oneOf && p.oneOf.length <= 4 && required)) return 'radio'
  return p.oneOf ? 'select' : name === 'text' || name === 'reason' ? 'textarea' : undefined
}

/** uiOf says which control each field has, and in which order they stand. */
function uiOf(schema: FormSchema): UiSchema {
  const properties = Object.entries(schema.properties ?? {})
  const fields = properties.map(([name, p]) => [
    name,
    p.properties
      ? uiOf(p as FormSchema)
      : { 'ui:widget': controlOf(name, p, schema.required?.includes(name) ?? false) },
  ])
  return {
    ...Object.fromEntries(fields),
    'ui:order': [...(schema['x-order'] ?? []).filter((f) => schema.properties && f in schema.properties), '*'],
  } as UiSchema
}

/** errorsByPlace puts what was found wrong at places such as complainant.name where the form looks for it. */
function errorsByPlace(refused: Record<string, string>): ErrorSchema {
  const errors: Record<string, unknown> = {}
  for (const [place, why] of Object.entries(refused)) {
    let at = errors
    for (const name of place.split('.')) at = (at[name] ??= {}) as Record<string, unknown>
    at.__errors = [why]
  }
  return errors as ErrorSchema
}

/** GroupHeading is the heading of a group of fields. */
const GroupHeading = ({ title }: TitleFieldProps) => <h2 className="form-part">{title}</h2>

type Shown = {
  /** Prefix of the controls' ids, unique on the page. */
  id: string
  schema: FormSchema
  data: Record<string, unknown>
  change: (data: Record<string, unknown>) => void
  submit: (data: Record<string, unknown>) => void
  context: Context
  disabled?: boolean
  /** What the server found wrong, by place: a field, or complainant.name in a group. */
  refused?: Record<string, string>
  /** Which field one begins in, by place. */
  focus?: string
  /** Further fields and the buttons. */
  children: ReactNode
}

/** PolicyForm shows the fields of a schema. What was typed is its caller's; it is given on once it fits the schema. */
export default function PolicyForm({
  id,
  schema,
  data,
  change,
  submit,
  context,
  disabled,
  refused,
  focus,
  children,
}: Shown) {
  const { t, i18n } = useTranslation()
  const ui = useMemo(() => uiOf(schema), [schema])
  const extra = useMemo(() => errorsByPlace(refused ?? {}), [refused])
  useEffect(() => {
    if (focus) document.getElementById([id, ...focus.split('.')].join('_'))?.focus()
  }, [id, focus])
  return (
    <AntdForm
      key={i18n.language}
      idPrefix={id}
      schema={schema as RJSFSchema}
      uiSchema={ui}
      validator={validator}
      formData={data}
      formContext={context}
      experimental_defaultFormStateBehavior={unanswered}
      widgets={controls}
      templates={{ TitleFieldTemplate: GroupHeading }}
      disabled={disabled}
      noHtml5Validate
      showErrorList={false}
      focusOnFirstError
      extraErrors={extra}
      translateString={(text) =>
        text === TranslatableString.YesLabel ? t('form.yes') : text === TranslatableString.NoLabel ? t('form.no') : text
      }
      onChange={(e) => change((e.formData ?? {}) as Record<string, unknown>)}
      onSubmit={(e) => submit((e.formData ?? {}) as Record<string, unknown>)}
    >
      {children}
    </AntdForm>
  )
}
