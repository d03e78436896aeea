// The staff's page: which screen an address shows, and the bar on top.

import { h, replace, button } from './dom.js'
import { t, language, setLanguage } from './language.js'
import { whenSignedOut } from './api.js'
import { me, signOut, ended } from './session.js'
import { problemBox, loading } from './problem.js'
import { signInPage } from './signin.js'
import { inboxPage } from './inbox.js'
import { registerPage } from './register.js'
import { filingPage } from './filing.js'
import { casePage } from './case.js'

const top = document.getElementById('top')
const main = document.getElementById('main')

const pages = [
  { pattern: /^\/?$/, title: 'nav.inbox', nav: 'inbox', show: inboxPage },
  { pattern: /^\/inbox$/, title: 'nav.inbox', nav: 'inbox', show: inboxPage },
  { pattern: /^\/register$/, title: 'nav.register', nav: 'register', show: registerPage },
  { pattern: /^\/file$/, title: 'nav.file', nav: 'file', show: filingPage },
  { pattern: /^\/cases\/([^/]+)$/, title: 'case.title', nav: '', show: casePage },
]

let visit = 0

function address() {
  const [path, search = ''] = location.hash.replace(/^#/, '').split('?')
  return { path, query: new URLSearchParams(search) }
}

function bar(person, nav) {
  const link = (id) => h('a', { href: `#/${id}`, 'aria-current': nav === id ? 'page' : null }, t(`nav.${id}`))
  replace(top,
    h('a', { class: 'skip', href: '#main', onclick: (e) => { e.preventDefault(); main.focus() } }, t('nav.skip')),
    h('a', { class: 'brand', href: '#/inbox' }, '督办 Duban'),
    person && h('nav', { 'aria-label': t('nav.main') }, link('inbox'), link('register'), link('file')),
    h('div', { class: 'who' },
      person && h('span', { class: 'person-name' }, person.name ?? person.username),
      button(language() === 'zh' ? 'English' : '中文', switchLanguage, { class: 'link', lang: language() === 'zh' ? 'en' : 'zh-CN' }),
      person && button(t('act.sign_out'), leave, { class: 'link' }),
      !person && h('a', { href: 'public.html' }, t('nav.public'))))
}

function switchLanguage() {
  setLanguage(language() === 'zh' ? 'en' : 'zh')
  show()
}

async function leave() {
  try {
    await signOut()
  } catch (error) {
    return main.prepend(problemBox(error))
  }
  location.hash = '#/'
  show()
}

/** show draws the address anew. alive() tells a page whether it is still the one shown. */
async function show() {
  const mine = (visit += 1)
  const alive = () => mine === visit
  const { path, query } = address()
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en'
  const page = pages.find((p) => p.pattern.test(path))
  replace(main, loading())
  try {
    const person = await me()
    if (!alive()) return
    bar(person, person ? page?.nav : '')
    document.title = `${t(person ? page?.title ?? 'problem.404' : 'sign_in.title')} · 督办 Duban`
    if (!person) return signInPage(main, { done: show })
    if (!page) return replace(main, h('h1', null, t('problem.404')), h('a', { href: '#/inbox' }, t('nav.inbox')))
    await page.show(main, { person, query, alive, argument: decodeURIComponent(page.pattern.exec(path)[1] ?? '') })
  } catch (error) {
    if (alive()) replace(main, problemBox(error, { retry: show }))
  }
}

whenSignedOut(() => {
  ended()
  show()
})
window.addEventListener('hashchange', () => {
  window.scrollTo(0, 0)
  show().then(() => main.focus({ preventScroll: true }))
})
show()
