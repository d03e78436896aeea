// The receipt: the only key a complainant has, so it can be copied and is shown once more clearly.

import { h, button, uniqueId } from './dom.js'
import { t } from './language.js'

async function copy(text, input) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    input.select() // not allowed, or plain http: then it is at least selected
    return document.execCommand('copy')
  }
}

export function receiptBox(receipt, text) {
  const id = uniqueId('receipt')
  const input = h('input', { id, readonly: true, class: 'receipt', value: receipt, onfocus: (e) => e.target.select() })
  const status = h('span', { role: 'status', class: 'quiet' })
  return h('div', { class: 'card receipt-box' },
    h('label', { class: 'label', for: id }, t('receipt.title')),
    h('div', { class: 'row' }, input, button(t('receipt.copy'), async () => {
      status.textContent = t((await copy(receipt, input)) ? 'receipt.copied' : 'receipt.copy_failed')
    }, { class: 'primary' }), status),
    h('p', { class: 'hint' }, text))
}
