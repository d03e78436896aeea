import { Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { titleOfCode } from '../words/i18n'

type CitationProps = {
  clause?: string | null
  setting?: string | null
  /** What a clause says in short, or what a setting is about; '' if it is not known. */
  gistOf?: (id: string) => string
}

/**
 * clauseNumber is a clause's own number: 4.1a of logistics-4.1a. Rules that hold under every regulation have words
 * instead.
 */
function clauseNumber(clauseId: string): string {
  return clauseId.slice(clauseId.indexOf('-') + 1)
}

/** Citation shows the clause or setting that something rests on, with the clause's gist to whoever points at it. */
export function Citation({ clause, setting, gistOf }: CitationProps) {
  const { t } = useTranslation()
  const common = clause?.startsWith('all-') ? titleOfCode('common_rule', clauseNumber(clause)) : ''
  return (
    <>
      {clause && (
        <Tooltip title={gistOf?.(clause)}>
          <Tag className="cite" tabIndex={gistOf?.(clause) ? 0 : undefined}>
            {common ? t('cite.common', { gist: common }) : t('cite.clause', { id: clauseNumber(clause) })}
          </Tag>
        </Tooltip>
      )}
      {setting && <Tag className="cite">{t('cite.setting', { title: gistOf?.(setting) || setting })}</Tag>}
    </>
  )
}
