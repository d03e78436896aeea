// Which address shows which page. Each page is a chunk of its own; what it searches for stands in the address.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { Failure, NotFound, Loading } from '../parts/states'
import { readAdminSearch } from '../pages/admin/search'
import { readFileSearch } from '../pages/file/search'
import { readInboxSearch } from '../pages/inbox/search'
import { readPolicySearch } from '../pages/policies/search'
import { readRegisterSearch } from '../pages/register/search'
import { Layout } from './Layout'

const root = createRootRoute({ component: Layout, notFoundComponent: () => <NotFound /> })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox' })
  },
})
const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  validateSearch: readInboxSearch,
  component: lazyRouteComponent(() => import('../pages/inbox/InboxPage'), 'InboxPage'),
})
const register = createRoute({
  getParentRoute: () => root,
  path: '/cases',
  validateSearch: readRegisterSearch,
  component: lazyRouteComponent(() => import('../pages/register/RegisterPage'), 'RegisterPage'),
})
const file = createRoute({
  getParentRoute: () => root,
  path: '/file',
  validateSearch: readFileSearch,
  component: lazyRouteComponent(() => import('../pages/file/FilePage'), 'FilePage'),
})
const oneCase = createRoute({
  getParentRoute: () => root,
  path: '/cases/$id',
  component: lazyRouteComponent(() => import('../pages/case/CasePage'), 'CasePage'),
})

const overview = createRoute({
  getParentRoute: () => root,
  path: '/overview',
  validateSearch: (raw: Record<string, unknown>): { policy?: string } => ({
    policy: typeof raw.policy === 'string' ? raw.policy : undefined,
  }),
  component: lazyRouteComponent(() => import('../pages/overview/OverviewPage'), 'OverviewPage'),
})
const policies = createRoute({
  getParentRoute: () => root,
  path: '/policies',
  component: lazyRouteComponent(() => import('../pages/policies/PoliciesPage'), 'PoliciesPage'),
})
const onePolicy = createRoute({
  getParentRoute: () => root,
  path: '/policies/$id',
  validateSearch: readPolicySearch,
  component: lazyRouteComponent(() => import('../pages/policies/PolicyPage'), 'PolicyPage'),
})

const admin = createRoute({
  getParentRoute: () => root,
  path: '/admin',
  validateSearch: readAdminSearch,
  component: lazyRouteComponent(() => import('../pages/admin/AdminPage'), 'AdminPage'),
})

const standIn = createRoute({
  getParentRoute: () => root,
  path: '/stand-in',
  component: lazyRouteComponent(() => import('../pages/admin/StandInPage'), 'StandInPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([home, inbox, register, file, oneCase, overview, policies, onePolicy, admin, standIn]),
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
