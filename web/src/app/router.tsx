// Which address shows which page. Each page is a chunk of its own; what it searches for stands in the address.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { Failure, NotFound, Loading } from '../parts/states'
import { readAdminSearch } from '../pages/admin/search'
import { readFileSearch } from '../pages/file/search'
import { readInboxSearch } from '../pages/inbox/search'
import { readLedgerSearch } from '../pages/ledger/search'
import { readPolicySearch } from '../pages/policies/search'
import { readOverviewSearch } from '../pages/overview/periods'
import { readRegisterSearch } from '../pages/register/search'
import { readReportSearch } from '../pages/reports/search'
import { Layout } from './Layout'

const rootRoute = createRootRoute({ component: Layout, notFoundComponent: () => <NotFound /> })

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox' })
  },
})
const inboxRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inbox',
  validateSearch: readInboxSearch,
  component: lazyRouteComponent(() => import('../pages/inbox/InboxPage'), 'InboxPage'),
})
const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/cases',
  validateSearch: readRegisterSearch,
  component: lazyRouteComponent(() => import('../pages/register/RegisterPage'), 'RegisterPage'),
})
const fileRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/file',
  validateSearch: readFileSearch,
  component: lazyRouteComponent(() => import('../pages/file/FilePage'), 'FilePage'),
})
const caseRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/cases/$id',
  validateSearch: (raw: Record<string, unknown>): { task?: string; act?: string } => ({
    task: typeof raw.task === 'string' ? raw.task : undefined,
    act: typeof raw.act === 'string' ? raw.act : undefined,
  }),
  component: lazyRouteComponent(() => import('../pages/case/CasePage'), 'CasePage'),
})

const circularsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/circulars',
  component: lazyRouteComponent(() => import('../pages/circulars/CircularsPage'), 'CircularsPage'),
})
const ledgerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ledger',
  validateSearch: readLedgerSearch,
  component: lazyRouteComponent(() => import('../pages/ledger/LedgerPage'), 'LedgerPage'),
})
const entryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ledger/$id/$entry',
  component: lazyRouteComponent(() => import('../pages/ledger/EntryPage'), 'EntryPage'),
})
const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/overview',
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(() => import('../pages/overview/OverviewPage'), 'OverviewPage'),
})
const reportsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports',
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import('../pages/reports/ReportsPage'), 'ReportsPage'),
})
const policiesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/policies',
  component: lazyRouteComponent(() => import('../pages/policies/PoliciesPage'), 'PoliciesPage'),
})
const policyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/policies/$id',
  validateSearch: readPolicySearch,
  component: lazyRouteComponent(() => import('../pages/policies/PolicyPage'), 'PolicyPage'),
})

const adminRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/admin',
  validateSearch: readAdminSearch,
  component: lazyRouteComponent(() => import('../pages/admin/AdminPage'), 'AdminPage'),
})

const standInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/stand-in',
  component: lazyRouteComponent(() => import('../pages/admin/StandInPage'), 'StandInPage'),
})
const meRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/me',
  component: lazyRouteComponent(() => import('../pages/me/MePage'), 'MePage'),
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    inboxRoute,
    registerRoute,
    fileRoute,
    caseRoute,
    circularsRoute,
    ledgerRoute,
    entryRoute,
    overviewRoute,
    reportsRoute,
    policiesRoute,
    policyRoute,
    adminRoute,
    standInRoute,
    meRoute,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
