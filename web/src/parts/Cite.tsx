import { Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { word } from '../words/i18n'

type Cited = {
  clause?: string | null
  setting?: string | null
  /** What a clause says in short, or what a setting is about; '' if it is not known. */
  gist?: (id: string) => string
}

/**
 * numberOf is a clause's own number: 4.1a of logistics-4.1a. Rules that hold under every regulation have words instead.
 */
function numberOf(clause: string): string {
  return clause.slice(clause.indexOf('-') + 1)
}

/** Cite shows the clause or setting that something rests on, with the clause's gist to whoever points at it. */
export function Cite({ clause, setting, gist }: Cited) {
  const { t } = useTranslation()
  const common = clause?.startsWith('all-') ? word('common_rule', numberOf(clause)) : ''
  return (
    <>
      {clause && (
        <Tooltip title={gist?.(clause)}>
          <Tag className="cite" tabIndex={gist?.(clause) ? 0 : undefined}>
            {common ? t('cite.common', { gist: common }) : t('cite.clause', { id: numberOf(clause) })}
          </Tag>
        </Tooltip>
      )}
      {setting && <Tag className="cite">{t('cite.setting', { title: gist?.(setting) || setting })}</Tag>}
    </>
  )
}
