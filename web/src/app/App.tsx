import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App as Antd, ConfigProvider } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import libraryLocales from 'virtual:library-locales'
import { sessionQuery } from '../api/queries'
import '../words/staff'
import { claimDraftsFor } from '../parts/drafts'
import { Failure, Loading } from '../parts/states'
import { currentLanguage } from '../words/i18n'
import { ActivationPage, isActivation } from './ActivationPage'
import { queryClient } from './queryClient'
import { router } from './router'
import { SignInPage } from './SignInPage'
import { antdTheme } from './theme'

/** SignedInPages shows the pages to whoever is signed in, and the sign-in page to everybody else. */
function SignedInPages() {
  const { data: person, error, isPending, refetch } = useQuery(sessionQuery)
  if (person) claimDraftsFor(person.id) // before a page reads its drafts
  const who = person?.id
  useEffect(() => {
    if (who) void router.invalidate()
  }, [who])
  if (isPending) return <Loading />
  if (error) return <Failure error={error} retry={() => void refetch()} />
  return person ? <RouterProvider router={router} /> : <SignInPage />
}

export function App() {
  useTranslation()
  return (
    <QueryClientProvider client={queryClient}>
      <ConfigProvider
        locale={libraryLocales[currentLanguage().id]}
        theme={antdTheme}
        button={{ autoInsertSpace: false }}
      >
        <Antd>{isActivation() ? <ActivationPage /> : <SignedInPages />}</Antd>
      </ConfigProvider>
    </QueryClientProvider>
  )
}
