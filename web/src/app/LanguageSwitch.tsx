import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, otherLanguages } from '../words/i18n'

/** LanguageSwitch offers each language but the one that is spoken, under the name it has for itself. */
export function LanguageSwitch() {
  useTranslation()
  return otherLanguages().map((other) => (
    <Button key={other.id} type="text" size="small" lang={other.tag} onClick={() => chooseLanguage(other)}>
      {other.name}
    </Button>
  ))
}
