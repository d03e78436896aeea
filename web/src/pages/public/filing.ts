// What a complainant is asked, and the request it becomes. Pure.

import type { TFunction } from 'i18next'
import type { Schemas } from '../../api/client'
import { telephone } from '../../parts/typedInput'
import { joinList } from '../../words/i18n'
import { fieldsOf, nestByName, type Field, type FieldOption } from './fields'

export type PublicPolicy = Schemas['PublicPolicyView']

/**
 * categoryOptions lists what can be chosen: the finer kinds under their type where there are any, else the type itself.
 */
export function categoryOptions(categories: Schemas['CategoryView'][]): FieldOption[] {
  return categories.flatMap((c): FieldOption[] =>
    c.kinds.length ? c.kinds.map((k) => ({ code: k.code, title: k.title, group: c.title })) : [c],
  )
}

const textField = (name: string, title: string, maxLength: number, more?: Partial<Field>): Field => ({
  name,
  title,
  kind: 'typed',
  maxLength,
  ...more,
})

/** coverOf tells in a few words what may be complained of: the examples of the regulation, or else its categories. */
export const coverOf = ({ examples, categories }: PublicPolicy): string =>
  joinList(examples.length > 0 ? examples : categories.map((c) => c.title))

/** filingFields are the fields of a public filing under a policy. */
export function filingFields(policy: PublicPolicy, t: TFunction): Field[] {
  const kinds: Field[] =
    policy.kinds.length > 1
      ? [{ name: 'kind', title: t('case.kind'), kind: 'choice', required: true, options: policy.kinds }]
      : []
  return [
    ...kinds,
    {
      name: 'category',
      title: t('case.category'),
      kind: 'choice',
      required: true,
      options: categoryOptions(policy.categories),
    },
    textField('subject', t('public.subject'), 200, { required: true, hint: t('public.subject_hint') }),
    {
      name: 'content',
      title: t('public.content'),
      kind: 'longtext',
      required: true,
      maxLength: 20_000,
      hint: t('public.content_hint'),
    },
    ...fieldsOf(policy.form, 'data.'),
    policy.several_respondents
      ? {
          name: 'against',
          title: t('public.against'),
          kind: 'longtext',
          maxLength: 2000,
          hint: t('public.one_per_line'),
        }
      : textField('against', t('public.against'), 100),
    textField('complainant.name', t('public.name'), 100, {
      required: true,
      autocomplete: 'name',
      heading: t('public.contact'),
    }),
    textField('complainant.phone', t('party.phone'), 40, {
      autocomplete: 'tel',
      hint: t('public.phone_hint'),
      input: telephone,
    }),
    textField('complainant.address', t('party.address'), 200, { autocomplete: 'street-address' }),
  ]
}

/** filingRequestBody is the body of POST /public/complaints: nothing but what its writer was asked. */
export function filingRequestBody(policy: PublicPolicy, values: Record<string, unknown>): Record<string, unknown> {
  const { against, ...asked } = values
  const lines = typeof against === 'string' ? (policy.several_respondents ? against.split('\n') : [against]) : []
  const named = lines.map((line) => line.trim()).filter(Boolean)
  return {
    policy: policy.id,
    data: {},
    ...nestByName(asked),
    ...(named.length > 0 && { respondents: named.map((name) => ({ kind: 'text', name })) }),
  }
}
