import { toFieldPathId, type FieldProps, type UiSchema } from '@rjsf/utils'
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useEffect, type ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { periodCasesQuery } from '../../api/queries'
import { Failure, Loading } from '../states'
import type { FormContext } from './formContext'

type Row = { case: string } & Record<string, unknown>

/**
 * CaseRows has a row for each case that the reports of the matter's period count, as far as who fills it in may read
 * them: for all of them, or for those that are chosen.
 */
export function CaseRows({ schema, uiSchema, formData, fieldPathId, onChange, registry, ...rest }: FieldProps) {
  const { t } = useTranslation()
  const { caseOfForm } = registry.formContext as FormContext
  const { data, error, refetch } = useQuery({ ...periodCasesQuery(caseOfForm?.id ?? ''), enabled: !!caseOfForm })
  const rows = (formData ?? []) as Row[]
  const cases = (data?.reports ?? [])
    .flatMap((report) => report.items)
    .filter((c, i, all) => all.findIndex((other) => other.id === c.id) === i)
  const titles = new Map(
    cases.map((c) => [c.id, [c.number ?? t('case.no_number'), c.subject].filter(Boolean).join(' ')] as const),
  )
  const path = fieldPathId.path
  const everyCase = (schema as { 'x-all-cases'?: boolean })['x-all-cases']
  const lacking = cases.filter((c) => !rows.some((row) => row.case === c.id))
  const tell = (next: Row[]) => onChange(next.length > 0 ? next : undefined, path)
  useEffect(() => {
    if (everyCase && lacking.length > 0) tell([...rows, ...lacking.map((c) => ({ case: c.id }))])
  })
  const SchemaField = registry.fields.SchemaField as ComponentType<FieldProps>
  return (
    <fieldset id={fieldPathId.$id} className="case-rows">
      <legend>{schema.title}</legend>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />)}
      {data && cases.length === 0 && <p className="quiet">{t('case.period_none')}</p>}
      {rows.map((row, i) => (
        <div key={row.case}>
          <SchemaField
            {...rest}
            name={`${rest.name}_${i}`}
            schema={registry.schemaUtils.retrieveSchema(schema.items as object, row)}
            uiSchema={{
              ...(uiSchema?.['ui:row'] as UiSchema),
              case: hidden,
              'ui:title': titles.get(row.case) ?? row.case,
            }}
            formData={row}
            errorSchema={rest.errorSchema?.[i as unknown as string]}
            fieldPathId={toFieldPathId(i, registry.globalFormOptions, fieldPathId)}
            onChange={onChange}
            registry={registry}
            rawErrors={undefined}
          />
          {!everyCase && (
            <Button size="small" disabled={rest.disabled} onClick={() => tell(rows.filter((r) => r !== row))}>
              {t('form.remove')}
            </Button>
          )}
        </div>
      ))}
      {!everyCase && lacking.length > 0 && (
        <Select
          aria-label={t('form.add_case_row')}
          placeholder={t('form.add_case_row')}
          value={null}
          disabled={rest.disabled}
          style={{ width: '100%' }}
          showSearch={{ optionFilterProp: 'label' }}
          options={lacking.map((c) => ({ value: c.id, label: titles.get(c.id) }))}
          onChange={(id: string | null) => id && tell([...rows, { case: id }])}
        />
      )}
      {rest.rawErrors?.map((why) => (
        <p key={why} role="alert" className="ant-form-item-explain-error">
          {why}
        </p>
      ))}
    </fieldset>
  )
}

const hidden = { 'ui:widget': 'hidden' }
