// The public page: anybody files a complaint and follows it by its receipt. There is no session here, and the receipt
// stays in this page's memory, not in an address or in storage.

import { h, replace, button } from './dom.js'
import { t, language, setLanguage } from './language.js'
import { get } from './api.js'
import { claim } from './drafts.js'
import { view } from './policies.js'
import { publicFields, publicBody } from './filing-fields.js'
import { guidanceView } from './guidance.js'
import { formView } from './form.js'
import { problemBox, loading, empty } from './problem.js'
import { receiptBox } from './receipt.js'
import { followPage } from './public-follow.js'

const top = document.getElementById('top')
const main = document.getElementById('main')
const following = { receipt: '' }
let visit = 0

function bar(here) {
  const link = (id) => h('a', { href: `#/${id}`, 'aria-current': here === id ? 'page' : null }, t(`public.nav.${id}`))
  replace(top,
    h('a', { class: 'skip', href: '#main', onclick: (e) => { e.preventDefault(); main.focus() } }, t('nav.skip')),
    h('a', { class: 'brand', href: '#/file' }, t('public.brand')),
    h('nav', { 'aria-label': t('nav.main') }, link('file'), link('follow')),
    h('div', { class: 'who' }, button(language() === 'zh' ? 'English' : '中文', () => {
      setLanguage(language() === 'zh' ? 'en' : 'zh')
      show()
    }, { class: 'link', lang: language() === 'zh' ? 'en' : 'zh-CN' }), h('a', { href: './' }, t('public.staff'))))
}

function filed(answer) {
  const receipt = answer.body?.receipt ?? ''
  following.receipt = receipt
  replace(main, h('div', { class: 'narrow' }, h('h1', { tabindex: '-1' }, t('public.filed')), receiptBox(receipt, t('public.keep')),
    h('p', { class: 'row' }, h('a', { class: 'button primary', href: '#/follow' }, t('public.follow_now')))))
  main.querySelector('h1').focus()
}

async function filePage(alive) {
  const page = await get('/public/policies')
  if (!alive()) return
  const policies = (page.items ?? []).map(view)
  if (policies.length === 0) return replace(main, h('h1', null, t('public.file')), empty(t('public.none')))
  const place = h('div')
  const select = h('select', { id: 'policy' }, policies.map((p) => h('option', { value: p.id }, p.title)))
  const draw = () => {
    const p = policies.find((one) => one.id === select.value)
    replace(place, guidanceView(p.guidance), formView({
      name: `public/${p.id}`, submit: t('public.submit'), drivers: ['top'], clauses: p.clauseGist,
      fields: (raw) => publicFields(p, raw, t), context: {},
      request: (data, raw) => ({ path: '/public/complaints', body: publicBody(p, data, raw), signIn: false }),
      done: filed,
    }))
  }
  select.addEventListener('change', draw)
  draw()
  replace(main, h('div', { class: 'narrow' }, h('h1', null, t('public.file')), h('p', { class: 'quiet' }, t('public.intro')),
    h('div', { class: 'card' },
      policies.length > 1 ? h('div', { class: 'field' }, h('label', { class: 'label', for: 'policy' }, t('public.about')), select) : h('h2', null, policies[0].title),
      place)))
}

async function show() {
  const mine = (visit += 1)
  const alive = () => mine === visit
  const here = location.hash.startsWith('#/follow') ? 'follow' : 'file'
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en'
  document.title = `${t(`public.${here}`)} · Duban`
  bar(here)
  replace(main, loading())
  try {
    if (here === 'follow') await followPage(main, following, alive)
    else await filePage(alive)
  } catch (error) {
    if (alive()) replace(main, h('div', { class: 'narrow' }, problemBox(error, { retry: show })))
  }
}

claim('public')
window.addEventListener('hashchange', () => {
  window.scrollTo(0, 0)
  show()
})
show()
