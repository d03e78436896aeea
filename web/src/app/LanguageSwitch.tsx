import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { language, switchLanguage } from './i18n'

/** LanguageSwitch is written in the language it leads to. */
export function LanguageSwitch() {
  const { t } = useTranslation()
  return (
    <Button type="text" size="small" lang={language() === 'zh' ? 'en' : 'zh-CN'} onClick={switchLanguage}>
      {t('nav.language')}
    </Button>
  )
}
