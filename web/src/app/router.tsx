// Which address shows which page. Each page is a chunk of its own; what it searches for stands in the address.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { Failure, Gone, Loading } from '../parts/states'
import { readFileSearch } from '../pages/file/search'
import { readInboxSearch } from '../pages/inbox/search'
import { readRegisterSearch } from '../pages/register/search'
import { Layout } from './Layout'

const root = createRootRoute({ component: Layout, notFoundComponent: () => <Gone /> })

const home = createRoute({
  getParentRoute: () => root, path: '/', beforeLoad: () => { throw redirect({ to: '/inbox' }) },
})
const inbox = createRoute({
  getParentRoute: () => root, path: '/inbox', validateSearch: readInboxSearch,
  component: lazyRouteComponent(() => import('../pages/inbox/InboxPage'), 'InboxPage'),
})
const register = createRoute({
  getParentRoute: () => root, path: '/cases', validateSearch: readRegisterSearch,
  component: lazyRouteComponent(() => import('../pages/register/RegisterPage'), 'RegisterPage'),
})
const file = createRoute({
  getParentRoute: () => root, path: '/file', validateSearch: readFileSearch,
  component: lazyRouteComponent(() => import('../pages/file/FilePage'), 'FilePage'),
})
const oneCase = createRoute({
  getParentRoute: () => root, path: '/cases/$id',
  component: lazyRouteComponent(() => import('../pages/case/CasePage'), 'CasePage'),
})

export const router = createRouter({
  routeTree: root.addChildren([home, inbox, register, file, oneCase]),
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
