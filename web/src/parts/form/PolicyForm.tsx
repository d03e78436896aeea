// A form made from a policy's JSON Schema.

import AntdForm from '@rjsf/antd'
import { TranslatableString, type ErrorSchema, type RJSFSchema, type TitleFieldProps, type UiSchema } from '@rjsf/utils'
import { useEffect, useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatOf } from '../formats'
import type { FormSchema, Property } from '../formSchema'
import { CaseRows } from './CaseRows'
import type { FormContext } from './formContext'
import { emptyFormDefaults, schemaValidator } from './schemaValidator'
import { controls } from './controls'

function controlOf(name: string, property: Property, required: boolean): UiSchema {
  const format = formatOf(property)
  if (format && 'rows' in format)
    return { 'ui:field': format.rows, 'ui:row': uiSchemaOf(property.items as FormSchema) } as UiSchema
  if (format)
    return 'typed' in format ? { 'ui:widget': 'typed', 'ui:typed': format.typed } : { 'ui:widget': format.control }
  if (property.type === 'boolean' || (property.oneOf && property.oneOf.length <= 4 && required))
    return { 'ui:widget': 'radio' }
  return { 'ui:widget': property.oneOf ? 'select' : name === 'text' || name === 'reason' ? 'longtext' : undefined }
}

/** uiSchemaOf says which control each field has, and in which order they stand. */
function uiSchemaOf(schema: FormSchema): UiSchema {
  const properties = Object.entries(schema.properties ?? {})
  const fields = properties.map(([name, p]) => [
    name,
    p.properties ? uiSchemaOf(p as FormSchema) : controlOf(name, p, schema.required?.includes(name) ?? false),
  ])
  return {
    ...Object.fromEntries(fields),
    'ui:order': [...(schema['x-order'] ?? []).filter((f) => schema.properties && f in schema.properties), '*'],
  } as UiSchema
}

const fields = { caseRows: CaseRows }

/** nestErrorsByPlace puts what was found wrong at places such as complainant.name where the form looks for it. */
function nestErrorsByPlace(messageByPlace: Record<string, string>): ErrorSchema {
  const errors: Record<string, unknown> = {}
  for (const [place, why] of Object.entries(messageByPlace)) {
    let at = errors
    for (const name of place.split('.')) at = (at[name] ??= {}) as Record<string, unknown>
    at.__errors = [why]
  }
  return errors as ErrorSchema
}

/** GroupHeading is the heading of a group of fields. */
const GroupHeading = ({ title }: TitleFieldProps) => <h2 className="form-part">{title}</h2>

type PolicyFormProps = {
  /** Prefix of the controls' ids, unique on the page. */
  id: string
  schema: FormSchema
  data: Record<string, unknown>
  onType: (data: Record<string, unknown>) => void
  onSubmit: (data: Record<string, unknown>) => void
  context: FormContext
  disabled?: boolean
  /** What the server found wrong, by place: a field, or complainant.name in a group. */
  refusedByPlace?: Record<string, string>
  /** Which field one begins in, by place. */
  focusPlace?: string
  /** Further fields and the buttons. */
  children: ReactNode
}

/** PolicyForm shows the fields of a schema. What was typed is its caller's; it is given on once it fits the schema. */
export default function PolicyForm({
  id,
  schema,
  data,
  onType,
  onSubmit,
  context,
  disabled,
  refusedByPlace,
  focusPlace,
  children,
}: PolicyFormProps) {
  const { t, i18n } = useTranslation()
  const ui = useMemo(() => uiSchemaOf(schema), [schema])
  const extra = useMemo(() => nestErrorsByPlace(refusedByPlace ?? {}), [refusedByPlace])
  useEffect(() => {
    if (focusPlace) document.getElementById([id, ...focusPlace.split('.')].join('_'))?.focus()
  }, [id, focusPlace])
  return (
    <AntdForm
      key={i18n.language}
      idPrefix={id}
      schema={schema as RJSFSchema}
      uiSchema={ui}
      validator={schemaValidator}
      formData={data}
      formContext={context}
      experimental_defaultFormStateBehavior={emptyFormDefaults}
      widgets={controls}
      fields={fields}
      templates={{ TitleFieldTemplate: GroupHeading }}
      disabled={disabled}
      noHtml5Validate
      showErrorList={false}
      focusOnFirstError
      extraErrors={extra}
      translateString={(text) =>
        text === TranslatableString.YesLabel ? t('form.yes') : text === TranslatableString.NoLabel ? t('form.no') : text
      }
      onChange={(e) => onType((e.formData ?? {}) as Record<string, unknown>)}
      onSubmit={(e) => onSubmit((e.formData ?? {}) as Record<string, unknown>)}
    >
      {children}
    </AntdForm>
  )
}
