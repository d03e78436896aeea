// The regulation's guidance texts.

import { h } from './dom.js'

/** guidanceView shows the texts a step or the intake names. */
export function guidanceView(list) {
  return list.map((g) => h('div', { class: 'guidance' }, h('h3', null, g.title),
    h('ul', null, g.show.map((line) => h('li', null, line)))))
}
