import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { foreignLanguageTag } from '../../words/i18n'
import { lineOfText } from '../../parts/typedInput'
import { type Field, type FieldOption, type Fault } from './fields'

type ControlProps = {
  field: Field
  id: string
  value: string
  onType: (value: string) => void
  isWrong: boolean
  describedBy: string | undefined
}

/** groupByHeading gathers options under their headings, in the order in which these first appear. */
function groupByHeading(options: FieldOption[]): [string, FieldOption[]][] {
  const groups = new Map<string, FieldOption[]>()
  for (const option of options) groups.set(option.group ?? '', [...(groups.get(option.group ?? '') ?? []), option])
  return [...groups]
}

function SelectOne({ field, id, value, onType, isWrong, describedBy }: ControlProps) {
  const { t } = useTranslation()
  const drawn = (options: FieldOption[]) =>
    options.map((o) => (
      <option key={o.code} value={o.code} lang={foreignLanguageTag(o.title)}>
        {o.title}
      </option>
    ))
  return (
    <select
      id={id}
      value={value}
      aria-required={field.required}
      aria-invalid={isWrong}
      aria-describedby={describedBy}
      onChange={(e) => onType(e.target.value)}
    >
      <option value="">{t(field.required ? 'form.choose' : 'form.none')}</option>
      {groupByHeading(field.options ?? []).map(([group, options]) =>
        group ? (
          <optgroup key={group} label={group}>
            {drawn(options)}
          </optgroup>
        ) : (
          drawn(options)
        ),
      )}
    </select>
  )
}

function RadioGroup({ field, id, value, onType, describedBy }: ControlProps) {
  return (
    <div
      className="radios"
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
      id={id}
      tabIndex={-1}
    >
      {(field.options ?? []).map(({ code, title }) => (
        <label key={code}>
          <input type="radio" name={id} value={code} checked={value === code} onChange={() => onType(code)} />{' '}
          <span lang={foreignLanguageTag(title)}>{title}</span>
        </label>
      ))}
    </div>
  )
}

function TypedText({ field, id, value, onType, isWrong, describedBy }: ControlProps) {
  const common = {
    id,
    value,
    'aria-required': field.required,
    'aria-invalid': isWrong,
    'aria-describedby': describedBy,
    autoComplete: field.autocomplete ?? 'off',
    onChange: (e: { target: { value: string } }) => onType(e.target.value),
  }
  if (field.kind === 'longtext') return <textarea {...common} rows={5} />
  const { type = 'text', keyboard } = field.input ?? lineOfText
  return <input {...common} type={field.autocomplete === 'tel' ? 'tel' : type} inputMode={keyboard} />
}

/** asksByRadios: several inputs, which need a name rather than a label. */
const asksByRadios = (field: Field) =>
  field.kind === 'yesno' || (field.kind === 'choice' && field.required === true && (field.options?.length ?? 0) <= 4)

type FieldRowProps = { field: Field; value: string; fault: string | undefined; onType: (value: string) => void }

/** FieldRow is one question: its title, the control, a hint, and what is wrong with the answer. */
export function FieldRow({ field, value, fault, onType }: FieldRowProps) {
  const { t } = useTranslation()
  const id = useId()
  const chosen = field.kind === 'choice' || field.kind === 'yesno'
  const faultText =
    fault === 'missing' && chosen
      ? t('form.choose')
      : fault &&
        (['missing', 'malformed', 'range', 'long'].includes(fault)
          ? t(`form.error.${fault as Fault}`, { max: field.maxLength })
          : fault)
  const describedBy = [field.hint && `${id}-hint`, faultText && `${id}-wrong`].filter(Boolean).join(' ') || undefined
  const asked =
    field.kind === 'yesno'
      ? {
          ...field,
          options: [
            { code: 'true', title: t('form.yes') },
            { code: 'false', title: t('form.no') },
          ],
        }
      : field
  const control = { field: asked, id, value, onType, isWrong: Boolean(faultText), describedBy }
  const title = (
    <>
      <span lang={foreignLanguageTag(field.title)}>{field.title}</span>
      {field.input?.unit && t('mark.aside', { text: field.input.unit() })}
      {!field.required && <span className="quiet optional">{t('public.optional')}</span>}
    </>
  )
  return (
    <div className={`field ${faultText ? 'is-wrong' : ''}`}>
      {asksByRadios(field) ? (
        <span className="label" id={`${id}-label`}>
          {title}
        </span>
      ) : (
        <label className="label" htmlFor={id}>
          {title}
        </label>
      )}
      {field.hint && (
        <p className="hint" id={`${id}-hint`} lang={foreignLanguageTag(field.hint)}>
          {field.hint}
        </p>
      )}
      {asksByRadios(field) ? (
        <RadioGroup {...control} />
      ) : field.kind === 'choice' ? (
        <SelectOne {...control} />
      ) : (
        <TypedText {...control} />
      )}
      {faultText && (
        <p className="wrong" id={`${id}-wrong`}>
          {faultText}
        </p>
      )}
    </div>
  )
}
