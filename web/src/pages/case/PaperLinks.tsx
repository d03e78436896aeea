import { useTranslation } from 'react-i18next'
import { paperUrl } from '../../api/client'
import { useCaseOnPage } from './caseContext'

type PaperLinksProps = {
  /** The id of a document, slip or notice. */
  paper: string
  copy?: number
  /** What a file of it is called. */
  name: string
}

/** PaperLinks open a paper to be printed, or keep it as a file. Either is logged as a reading. */
export function PaperLinks({ paper, copy, name }: PaperLinksProps) {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  const url = paperUrl(caseView.id, paper, copy)
  return (
    <span className="row">
      <a href={url} target="_blank" rel="noreferrer" aria-label={t('paper.print_named', { name })}>
        {t('paper.print')}
      </a>
      <a href={url} download={`${name}.pdf`} aria-label={t('paper.download_named', { name })}>
        {t('paper.download')}
      </a>
    </span>
  )
}
