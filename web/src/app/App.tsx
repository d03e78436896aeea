import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App as Antd, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { session } from '../api/queries'
import { claimDrafts } from '../parts/drafts'
import { Failure, Loading } from '../parts/states'
import './i18n'
import { language } from './i18n'
import { queries } from './queries'
import { router } from './router'
import { SignIn } from './SignIn'
import { theme } from './theme'

/** Inside shows the pages to whoever is signed in, and the sign-in page to everybody else. */
function Inside() {
  const { data: person, error, isPending, refetch } = useQuery(session)
  if (person) claimDrafts(person.id) // before a page reads its drafts
  const who = person?.id
  useEffect(() => {
    if (who) void router.invalidate()
  }, [who])
  if (isPending) return <Loading />
  if (error) return <Failure error={error} retry={() => void refetch()} />
  return person ? <RouterProvider router={router} /> : <SignIn />
}

export function App() {
  useTranslation()
  return (
    <QueryClientProvider client={queries}>
      <ConfigProvider locale={language() === 'en' ? enUS : zhCN} theme={theme} button={{ autoInsertSpace: false }}>
        <Antd>
          <Inside />
        </Antd>
      </ConfigProvider>
    </QueryClientProvider>
  )
}
