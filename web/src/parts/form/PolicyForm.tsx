// A form made from a policy's JSON Schema.

import AntdForm from '@rjsf/antd'
import type { ErrorSchema, RJSFSchema, UiSchema } from '@rjsf/utils'
import { useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormSchema, Property } from '../policy'
import { validator } from './validator'
import { widgets, type Context } from './widgets'

function widgetOf(name: string, p: Property, required: boolean): string | undefined {
  if (p.format && p.format in widgets) return p.format
  if (p.type === 'boolean' || (p.oneOf && p.oneOf.length <= 4 && required)) return 'radio'
  return p.oneOf ? 'select' : name === 'text' || name === 'reason' ? 'textarea' : undefined
}

/** uiOf says which control each field has, and in which order they stand. */
function uiOf(schema: FormSchema): UiSchema {
  const properties = Object.entries(schema.properties ?? {})
  const fields = properties.map(([name, p]) => [name, { 'ui:widget': widgetOf(name, p, schema.required?.includes(name) ?? false) }])
  return { ...Object.fromEntries(fields), 'ui:order': [...(schema['x-order'] ?? []).filter((f) => schema.properties && f in schema.properties), '*'] } as UiSchema
}

type Shown = {
  /** Prefix of the controls' ids, unique on the page. */
  id: string
  schema: FormSchema
  data: Record<string, unknown>
  change: (data: Record<string, unknown>) => void
  submit: (data: Record<string, unknown>) => void
  context: Context
  disabled?: boolean
  /** What the server found wrong, by field. */
  refused?: Record<string, string>
  /** Further fields and the buttons. */
  children: ReactNode
}

/** PolicyForm shows the fields of a schema. What was typed is its caller's; it is given on once it fits the schema. */
export default function PolicyForm({ id, schema, data, change, submit, context, disabled, refused, children }: Shown) {
  const { t, i18n } = useTranslation()
  const ui = useMemo(() => uiOf(schema), [schema])
  const extra = useMemo(() => Object.fromEntries(Object.entries(refused ?? {}).map(([field, why]) => [field, { __errors: [why] }])) as ErrorSchema, [refused])
  return (
    <AntdForm
      key={i18n.language} idPrefix={id} schema={schema as RJSFSchema} uiSchema={ui} validator={validator} formData={data} formContext={context}
      experimental_defaultFormStateBehavior={{ arrayMinItems: { populate: 'never' } }}
      widgets={widgets} disabled={disabled} noHtml5Validate showErrorList={false} focusOnFirstError extraErrors={extra}
      translateString={(text) => (text === 'Yes' ? t('form.yes') : text === 'No' ? t('form.no') : text)}
      onChange={(e) => change((e.formData ?? {}) as Record<string, unknown>)}
      onSubmit={(e) => submit((e.formData ?? {}) as Record<string, unknown>)}
    >
      {children}
    </AntdForm>
  )
}
