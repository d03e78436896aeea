import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { foreignLanguageTag } from '../../words/i18n'
import { askedAs, type Field, type Option, type Fault } from './fields'

type Control = {
  field: Field
  id: string
  value: string
  change: (value: string) => void
  wrong: boolean
  describedBy: string | undefined
}

/** groupsOf gathers options under their headings, in the order in which these first appear. */
function groupsOf(options: Option[]): [string, Option[]][] {
  const groups = new Map<string, Option[]>()
  for (const option of options) groups.set(option.group ?? '', [...(groups.get(option.group ?? '') ?? []), option])
  return [...groups]
}

function OneOf({ field, id, value, change, wrong, describedBy }: Control) {
  const { t } = useTranslation()
  const drawn = (options: Option[]) =>
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
      aria-invalid={wrong}
      aria-describedby={describedBy}
      onChange={(e) => change(e.target.value)}
    >
      <option value="">{t(field.required ? 'form.choose' : 'form.none')}</option>
      {groupsOf(field.options ?? []).map(([group, options]) =>
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

function Radios({ field, id, value, change, describedBy }: Control) {
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
          <input type="radio" name={id} value={code} checked={value === code} onChange={() => change(code)} />{' '}
          <span lang={foreignLanguageTag(title)}>{title}</span>
        </label>
      ))}
    </div>
  )
}

function TypedInput({ field, id, value, change, wrong, describedBy }: Control) {
  const common = {
    id,
    value,
    'aria-required': field.required,
    'aria-invalid': wrong,
    'aria-describedby': describedBy,
    autoComplete: field.autocomplete ?? 'off',
    onChange: (e: { target: { value: string } }) => change(e.target.value),
  }
  if (field.kind === 'longtext') return <textarea {...common} rows={5} />
  const { input, keyboard } = askedAs(field.kind)
  return <input {...common} type={field.autocomplete === 'tel' ? 'tel' : input} inputMode={keyboard} />
}

/** isGroup: several inputs, which need a name rather than a label. */
const isGroup = (field: Field) =>
  field.kind === 'yesno' || (field.kind === 'choice' && field.required === true && (field.options?.length ?? 0) <= 4)

type Shown = { field: Field; value: string; why: string | undefined; change: (value: string) => void }

/** FieldRow is one question: its title, the control, a hint, and what is wrong with the answer. */
export function FieldRow({ field, value, why, change }: Shown) {
  const { t } = useTranslation()
  const id = useId()
  const chosen = field.kind === 'choice' || field.kind === 'yesno'
  const faultText =
    why === 'missing' && chosen
      ? t('form.choose')
      : why &&
        (['missing', 'malformed', 'range', 'long'].includes(why)
          ? t(`form.error.${why as Fault}`, { max: field.maxLength })
          : why)
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
  const control = { field: asked, id, value, change, wrong: Boolean(faultText), describedBy }
  const title = (
    <>
      <span lang={foreignLanguageTag(field.title)}>{field.title}</span>
      {field.kind === 'money' && t('mark.aside', { text: t('form.yuan') })}
      {!field.required && <span className="quiet optional">{t('public.optional')}</span>}
    </>
  )
  return (
    <div className={`field ${faultText ? 'is-wrong' : ''}`}>
      {isGroup(field) ? (
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
      {isGroup(field) ? (
        <Radios {...control} />
      ) : field.kind === 'choice' ? (
        <OneOf {...control} />
      ) : (
        <TypedInput {...control} />
      )}
      {faultText && (
        <p className="wrong" id={`${id}-wrong`}>
          {faultText}
        </p>
      )}
    </div>
  )
}
