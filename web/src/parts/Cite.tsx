import { Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

type Cited = { clause?: string | null; setting?: string | null; gist?: (clause: string) => string }

/** Cite shows the clause or setting that something rests on, with the clause's gist to whoever points at it. */
export function Cite({ clause, setting, gist }: Cited) {
  const { t } = useTranslation()
  return (
    <>
      {clause && <Tooltip title={gist?.(clause)}><Tag className="cite" tabIndex={gist ? 0 : undefined}>{t('cite.clause', { id: clause })}</Tag></Tooltip>}
      {setting && <Tag className="cite">{t('cite.setting', { id: setting })}</Tag>}
    </>
  )
}
