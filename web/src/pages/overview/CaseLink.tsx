import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** CaseLink leads to a case, as far as its reader may see it. */
export function CaseLink({ caseId, number }: { caseId: string; number: string | null }) {
  const { t } = useTranslation()
  return (
    <Link to="/cases/$id" params={{ id: caseId }}>
      {number ?? t('case.no_number')}
    </Link>
  )
}
