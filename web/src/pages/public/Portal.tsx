import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { language, switchLanguage } from '../../app/i18n'

/** Portal is what a complainant sees: filing a complaint, and following it by its receipt. */
export function Portal() {
  const { t } = useTranslation()
  useEffect(() => { document.title = `${t('public.brand')} · 督办 Duban` }, [t])
  return (
    <>
      <header className="top">
        <a href="/p" className="brand">{t('public.brand')}</a>
        <div className="who">
          <button type="button" lang={language() === 'zh' ? 'en' : 'zh-CN'} onClick={switchLanguage}>{t('nav.language')}</button>
          <a href="/">{t('public.staff')}</a>
        </div>
      </header>
      <main className="main" id="main">
        <h1>{t('public.brand')}</h1>
        <p>{t('public.intro')}</p>
        <p className="row"><a href="/plain/public.html#/file">{t('public.file')}</a><a href="/plain/public.html#/follow">{t('public.follow')}</a></p>
      </main>
    </>
  )
}
