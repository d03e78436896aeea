// The logistics policy, in part, as GET /policies/logistics answers it; for tests and for looking at the page.

const text = (title, required) => ({ title, type: 'string', minLength: 1, maxLength: 200, required })
const long = (title) => ({ title, type: 'string', minLength: 1, maxLength: 20000, format: 'textarea' })
const codes = (map, prefix = '') => Object.entries(map).map(([code, title]) => ({ code: prefix + code, title, clauses: [] }))
const form = (required, properties) => ({ type: 'object', additionalProperties: false, required, properties, 'x-order': Object.keys(properties) })
const served = { at: { title: '送达时间', type: 'string', format: 'date-time' }, how: { title: '送达方式', type: 'string', oneOf: [{ const: 'phone', title: '电话' }, { const: 'letter', title: '信函' }, { const: 'message', title: '留言或在线' }] } }

export const logistics = {
  id: 'logistics', title: '客户服务投诉制度', version: 1,
  roles: [['agent', '客服'], ['branch', '网点'], ['hub', '分拨中心'], ['supervisor', '客服主管'], ['operations', '运营管理部']]
    .map(([id, title]) => ({ id: `logistics.${id}`, title })),
  kinds: codes({ complaint: '投诉' }),
  sources: [
    { code: 'external', title: '外部', channels: codes({ hotline: '服务热线', website: '网站留言', app: '客户端' }) },
    { code: 'internal', title: '内部', channels: codes({ network: '网络内部', im: '在线' }) },
  ],
  categories: [
    { code: 'damage', title: '货损', kinds: codes({ wet: '货物潮湿', packaging: '外包装破损', contents: '内物破损' }, 'damage.') },
    { code: 'delay', title: '时效延误', kinds: codes({ transit: '中转不及时', delivery: '送货不及时' }, 'delay.') },
    { code: 'price', title: '价格', kinds: [] }, { code: 'attitude', title: '服务态度', kinds: [] },
  ],
  severities: codes({ general: '一般', medium: '中度', severe: '重度' }), default_severity: 'general',
  messages: [{ code: 'progress', title: '进展告知', from: 'organisation' }, { code: 'question', title: '请补充情况', from: 'organisation' }, { code: 'reply', title: '客户来信', from: 'complainant' }],
  clauses: [
    { id: 'logistics-4.2', kind: 'enforced', gist: '服务态度投诉，接到投诉起两个工作日内处理完毕' },
    { id: 'logistics-4.1a', kind: 'enforced', gist: '一般业务投诉，接到投诉起一个工作日内处理完毕' },
  ],
  intake: { by: ['logistics.agent', 'logistics.supervisor'], guidance: [{ clause: 'logistics-4.3', title: '接听与安抚',
    show: ['先听完，不打断；边听边记，并告诉客户正在记录。', '复述一遍，确认理解无误，再判断投诉类型。', '说清下一步由谁、在什么时候回复；做不到的不承诺。'] }] },
  guidance: [],
  steps: [
    { id: 'locate', title: '确定责任单位', guidance: [], outcomes: [{ id: 'located', title: '已确定' }] },
    { id: 'investigate', title: '调查处理', outcomes: [{ id: 'handled', title: '处理完毕' }], guidance: [{ clause: 'logistics-2.1', title: '服务规范', show: ['以客户为导向，先解决问题，再分清责任。'] }] },
    { id: 'answer', title: '答复客户', guidance: [], outcomes: [{ id: 'served', title: '已答复' }] },
    { id: 'visit', title: '回访', guidance: [], outcomes: [{ id: 'satisfied', title: '满意' }, { id: 'dissatisfied', title: '不满意' }, { id: 'no_answer', title: '联系不上' }] },
  ],
  forms: {
    intake: form([], { waybill: text('运单号'), declared: { title: '保价金额', type: 'integer', format: 'fen', minimum: 0 } }),
    locate: form(['responsible_unit'], { responsible_unit: { title: '责任网点或分拨中心', type: 'string', minLength: 1, maxLength: 200, format: 'unit' } }),
    investigate: form(['finding', 'established'], { finding: long('调查情况'), established: { title: '是否属实', type: 'boolean' }, remedy: long('处理办法') }),
    answer: form(['at', 'how'], { ...served, proof: text('送达凭证'), text: long('告知内容') }),
    visit: form([], { shortcoming: long('发现的不足'), suggestion: long('改善意见') }),
    'command.assign': form(['to'], { to: { title: '交给', type: 'string', format: 'person', minLength: 1, maxLength: 200 } }),
    'command.note': form(['text'], { text: long('内容') }),
    'command.message': form(['text'], { kind: { title: '类别', type: 'string', oneOf: [{ const: 'progress', title: '进展告知' }, { const: 'question', title: '请补充情况' }, { const: 'reply', title: '客户来信' }] }, to: { title: '给谁', type: 'string', format: 'id', minLength: 1, maxLength: 200 }, text: long('内容') }),
    'command.regrade': form(['severity', 'reason'], { severity: { title: '改定为', type: 'string', oneOf: [{ const: 'general', title: '一般' }, { const: 'medium', title: '中度' }, { const: 'severe', title: '重度' }] }, reason: long('理由') }),
    'command.reply_slip': form(['slip', 'text'], { slip: { title: '哪一份', type: 'string', format: 'id', minLength: 1, maxLength: 200 }, text: long('内容') }),
    'command.rate': form(['outcome'], { outcome: { title: '是否满意', type: 'string', oneOf: [{ const: 'satisfied', title: '满意' }, { const: 'dissatisfied', title: '不满意' }] }, text: long('意见') }),
    'command.withdraw': form(['reason'], { reason: long('理由') }),
  },
}
