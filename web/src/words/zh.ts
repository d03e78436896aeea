// The words of both applications in Chinese; en.ts must have the same keys, the compiler says. {name} is filled in.

import journal from './journal.zh.json' // which `standalone play` speaks too

export const zh = {
  act: {
    claim_these: '领取所选（{n}）', assign_these: '指派所选（{n}）', open: '打开', close: '关闭', clear: '清空条件', back: '返回', send: '提交',
    cancel: '取消', discard: '不要了', give_up: '放弃这次，改后重交', more: '再看一些', refresh: '刷新', retry: '再试一次',
    search: '查找', send_again: '原样再发一次（不会重复办理）', sign_out: '退出',
  },
  action: {
    done: '已办：{title}', of: '{title} {of}', queued: '已排队：{title}。系统正忙，办妥后这里会更新。', refused: '现在不能做的操作（{n} 项）及原因',
    submit: '提交：{title}',
  },
  actor: { organisation: '本单位', system: '系统' },
  case: {
    beside: '期限、当事人与附件',
    attachments: '附件与单据', original: '代表留存的原件', sealed_file: '（与投诉人身份有关，无权查看）',
    about: '案情', actions: '其他操作', at_step: '步骤：{step}', category: '投诉类型', channel: '渠道', content: '投诉内容',
    deadlines: '期限', due: '最近期限', filed_by: '登记人', journal: '办理经过', kind: '事项类型', links: '关联案件', messages: '往来消息', redo: '应重新办理',
    no_number: '（编号待生成）', no_subject: '（无标题或无权查看）', not_yours: '没有这件案件，或者您无权查看。',
    notices: '告知与送达', number: '编号', parties: '当事人', policy: '制度', policy_version: '《{title}》第 {version} 版',
    severity: '等级', slips: '督办单', source: '来源', status: '状态', step: '步骤', subject: '标题', tasks: '待办', title: '案件',
    workflow: '在 Temporal 中查看本案的流程',
  },
  cite: { clause: '条款 {id}', common: '通则：{gist}', setting: '本单位设定：{title}' },
  command: {
    claim: '领取', release: '取消领取', complete: '办理', assign: '指派', recuse: '回避', suspend: '中止计时', resume: '恢复计时',
    request_extension: '申请延期', regrade: '改级', urge: '催办', reply_slip: '答复督办单', record_service: '补记送达',
    request_review: '申请复查', object: '提出异议', message: '发消息给投诉人', rate: '评价', withdraw: '撤诉', note: '备注', merge: '并案',
    correct: '更正记录',
  },
  common_rule: { self: '不得审批自己的意见或申请', absent: '代理人只有所代之人的权限', wait: '期限只在制度允许时中止' },
  counted: {
    rule: '依据', started: '起算', skipped: '不计', makeup: '调休上班', rolled: '顺延', last: '最后一天', extended: '延期', suspended: '中止', resumed: '恢复',
  },
  deadline: {
    over: '已了结的期限（{n}）',
    running: '计时中', suspended: '已中止', met: '按期完成', missed: '已超期', late_done: '已办，超期', superseded: '已重算', cancelled: '不再适用',
    due: '限 {due} 以前', how: '如何计算', last_day: '最后一天 {day}', none: '没有期限。', provisional: '所经年份的放假安排尚未公布，日期为暂定。',
    started: '起算 {at}', target: '目标 {at}',
  },
  disposition: journal.disposition,
  due: {
    working_days: '还剩 {n} 个工作日', today: '今天到期，{far}',
    none: '无期限', late_plain: '已逾期', left_plain: '未逾期', left: { minute: '还剩 {n} 分钟', hour: '还剩 {n} 小时', day: '还剩 {n} 天' },
    late: { minute: '已逾期 {n} 分钟', hour: '已逾期 {n} 小时', day: '已逾期 {n} 天' },
  },
  event: journal.event,
  field: {
    reason: '理由', text: '内容', subject: '标题', content: '投诉内容', comment: '附言', ground: '理由', proof: '凭证', at: '时间', how: '方式',
    responsible_unit: '责任单位', __comment: '附言', severity: '等级', to: '给', kind: '类别', slip: '督办单', notice: '通知', outcome: '结果',
    seq: '第几条', by: '多久', deadline: '期限', person: '人员', into: '并入', on_behalf_of: '代为办理',
  },
  file: {
    another: '再登记一件', choose_scans: '选择文件', clock: '本案的时钟从何时开始', clock_hint: '可以是过去的时刻；本案按自己的时钟走。', details: '单据与补充',
    earlier: '以前的投诉', earlier_none: '填写电话、姓名或标题时，这里会列出以前的投诉。', guidance: '接听指引', how: '来源与渠道', limits: '等级与期限',
    no_number: '已收下，但还没有编号：系统正忙，稍后自动立案并编号。可以先打开案件，不必重新登记。', no_policy: '没有您可以登记的制度。',
    number: '已立案，编号 {number}', open_case: '打开案件', other: '其他被投诉方（文字）', person: '被投诉人（本单位人员）',
    receipt_staff: '请把回执告诉投诉人：凭它可以查询进度、留言和评价。', received_at: '接到投诉的时间', received_hint: '不填即为现在。期限从这一时刻起算。',
    same_matter: '标题相近', same_name: '同一姓名', same_phone: '同一电话', same_type: '类型相同的近期投诉', same_type_unit: '同一单位、类型相同的近期投诉', scan_failed: '没有传成', scan_sent: '已附上', scans: '扫描件与附件',
    scans_hint: '来信请附扫描件。登记后上传；刷新页面后需要重新选择。', submit: '登记', unit: '责任单位', unit_hint: '不清楚可以不填，由后续步骤查明。', what: '投诉事项',
  },
  form: {
    handing_in: '正在上传…',
    at_most: '最多 {most}', find_case: '输入编号或标题查找', length_unit: '单位', choose_files: '选择文件',
    choose: '请选择', comment: '附言', comment_hint: '选填，记入办理经过。', find_person: '输入姓名查找', find_person_for: '查找：{title}',
    found: '找到 {n} 人', no: '否', yes: '是', unsaid: '不填', none: '（不填）', remove: '去掉', required: '必填', sending: '正在提交…', units_failed: '单位名录没有读到', yuan: '元',
    error: { missing: '请填写', malformed: '格式不对', range: '超出允许的范围', long: '最多 {max} 个字' },
  },
  inbox: {
    title: '待办箱', all: '全部', task: '待办', matter: '案件', due: '期限', holder: '办理人', mine: '我在办', unclaimed: '待领取', others: '他人在办', policy: '制度', state: '领取', urgency: '缓急', late: '已逾期', soon: '即将到期', calm: '时间充裕', nothing: '没有符合条件的待办。', failed: '有 {n} 件没有办成', claimed: '已领取 {n} 件', assigned: '已指派 {n} 件', assign_to: '指派给', total: '共 {n} 件', fitting: '符合条件的 {n} 件',
    empty: '没有待办。', so_far: '已载入 {n} 件，还有更多', notices_unread: '通知（{n} 条，{unread} 条未阅）', notices_read: '通知（{n} 条，都已阅）', mark_read: '全部标为已阅', unread: '未阅', refused: '排队的操作未被接受', urged: '已催办' },
  journal: { all: '显示全部 {n} 条', hash: '校验值', none: '还没有记录。', recorded: '实际记录于 {at}' },
  link: {
    opened: '由本案引出：', opened_by: '由该案引出：', merged_into: '并入：', duplicate: '重复的一件：' },
  mark: { and: '、', colon: '：', semicolon: '；', aside: '（{text}）' },
  nav: {
    more: '更多', stand_in: '我的代理', overview: '督办', policies: '制度', admin: '管理', language: 'English', rehearsal: '演练环境',
    file: '登记投诉', inbox: '待办箱', to_inbox: '回到待办箱', main: '主导航', public: '投诉人入口', register: '台账', skip: '跳到正文' },
  length: { unit_wd: '个工作日', unit_d: '天', unit_h: '小时', unit_m: '个月', working_day: '{n} 个工作日', day: '{n} 天', hour: '{n} 小时', month: '{n} 个月' },
  notice: { at: '送达时间', how: '送达方式', proof: '送达凭证', text: '告知内容', served: '已送达', waiting: '待送达' },
  party: {
    complainant: '投诉人', respondent: '被投诉方', hidden: '（身份保密）', name: '姓名', phone: '电话', email: '邮箱', address: '地址',
  },
  problem: {
    gone: '没有这一页', gone_text: '地址不对，或者您无权查看。', conflict: '您写的内容还在。如果是别人先办了，页面会随即更新。',
    401: '登录已失效，请重新登录', 403: '您不能这样做', 404: '没有找到', 409: '现在不能这样做', 422: '内容有误', 429: '操作太频繁，请稍候', 503: '系统暂时无法办理',
    other: '出错了（{status}）', ours: '页面出错了', unknown: '还不知道这次提交是否成功', unreached: '连接不上服务器',
  },
proposal: {
    title: '提请审批的内容', by: '提出', authority: '核决权限', limit: '审批时限', none: '提请审批的内容不在您可以看到的记录里。',
  },
  flow: {
    draw: '画成流程图', hide: '收起流程图',
    title: '办理流程', now: '现在在这里', been: '已经过', times: '{n} 次', otherwise: '否则',
    legend: '粗线是走过的路；虚线：条件不成立，跳过这一步；点线：另立案件。',
  },
  step_kind: {
    begin: '', task: '', approval: '审批', meeting: '会议', notice: '告知', survey: '回访', window: '等待', recusal: '回避', end: '',
  },
  public: {
    about: '投诉哪一类事情', acts: '您可以', against: '投诉的是谁（网点、人员）', another: '查询另一件', answer_due: '应答复时间', brand: '投诉与查询', by_day: '最迟 {day} 当天',
    check: '有 {n} 处需要填写或改正。', contact: '怎样联系您', content: '详细经过', content_hint: '什么时候、什么地方、发生了什么、您希望怎样处理。',
    files: '照片、扫描件或其他文件', files_hint: '最多 {count} 个，每个不超过 {size}。照片、PDF、Office 文档、录音、录像都可以。', files_later: '提交后上传；也可以以后凭回执补交。', files_choose: '拍照或选择文件', files_many: '最多 {count} 个，“{name}”没有加入。',
    files_large: '“{name}”超过 {size}，没有加入。', files_type: '“{name}”这种文件不收，没有加入。', files_empty: '“{name}”是空的，没有加入。', file_remove: '去掉 {name}', file_waiting: '等待上传', file_sending: '正在上传，{percent}%', file_sent: '已上传', file_failed: '没有传成',
    files_sending: '正在上传文件，请先不要关掉这一页。', files_sent: '文件已全部上传。', files_failed: '有 {n} 个文件没有传成。', files_again: '再传一次', handed: '您交的文件',
    file: '提交投诉', filed: '投诉已收到', follow: '查询进度', follow_now: '现在查询', desk: '向谁投诉', desk_office: '受理部门', desk_phone: '投诉电话', desk_reception: '当面投诉', how: '怎样投诉', how_at: '怎样向{name}投诉', how_lead: '不需要注册账号，手机上两分钟就能提交。',
    intro: '提交后您会得到一个回执，凭它查询进度。我们只在处理本投诉时使用您的联系方式。',
    keep: '请保存好回执。它是查询和补充的唯一凭证，丢失后无法找回。', look_up: '查询', matters: '可以投诉的事情', message: '补充情况或留言', message_send: '发送',
    name: '您的姓名', nav: { file: '提交投诉', follow: '查询进度' }, next: '接下来', next_1: '我们登记并转给负责的人办理。',
    next_2: '您随时可以凭回执查询、补充情况，或回答我们的询问。', next_3: '办好后我们答复您，请您评价。',
    no_messages: '还没有消息。', no_receipt: '这里没有回执。回执只保存在提交投诉的那个页面里。', no_such: '没有查到，请核对回执。', none: '目前没有可以在网上提交的投诉。',
    optional: '选填', phone_hint: '方便我们向您了解情况和答复您。', poster: '用手机扫码提交投诉，或打开 {address}', print: '打印', print_notice: '打印这份告示',
    qr: '查询本投诉的二维码', qr_hint: '用手机扫码即可查询；截图保存也可以。', queued: '已收到，稍后生效。', rate: '评价处理结果', rate_send: '提交评价',
    receipt_hint: '提交投诉时得到的 27 位字母和数字，大小写、连字符不限。', request_review: '申请复查', request_review_send: '提交申请',
    right_1: '您可以随时凭回执知道办到哪一步、应在什么时候答复您。', right_2: '您的姓名和联系方式只给有权知道的人看。',
    right_3: '办好后您可以评价；制度规定可以复查的，不满意可以申请复查。', rights: '您的权利', sent: '已收到。',
    staff: '工作人员登录', stage: '进展', standing: '办理情况', step_1: '选择投诉的事情，写明经过，留下联系方式。', step_2: '提交后得到回执，请截图、抄下或打印。',
    step_3: '凭回执查询进度、补充情况、回答询问。', step_4: '收到答复后评价；不满意的，按制度申请复查。', steps: '四步', subject: '一句话说明',
    subject_hint: '例如：货物受潮，要求赔偿', submit: '提交投诉', think: '再想想', unknown_what: '您写的都还在。信号恢复后放心再发一次：已经收到的不会重复。', withdraw: '撤回投诉', withdraw_confirm: '撤回后我们不再办理这件投诉，也不能恢复。确定撤回吗？',
    withdraw_send: '确认撤回', you: '您',
  },
  reading: {
    title: '查阅记录', show: '查看', hide: '收起', hint: '谁在何时看过这件案件；同一人一刻钟内只记一次。', case: '案件', journal: '办理经过', attachment: '附件',
  },
  receipt: { copied: '已复制', copy: '复制', copy_failed: '没能复制，请手工抄下', title: '回执' },
  redo: { by: '{name}已回避，由别人重新办理', done: '已重办', waits: '待重办' },
  register: {
    any: '不限', empty: '还没有案件。', nothing: '没有符合条件的案件。', overdue: '期限', overdue_false: '未逾期', overdue_soon: '两天内到期', overdue_true: '已逾期',
    search: '查找', search_hint: '编号、类型、标题；姓名电话须完整',
  },
  rehearsal: {
    advance: '前进', by: '前进多久', hint: '如 3d（三天）、72h（72 小时）。到期的事会依次发生。', malformed: '请写成 3d 或 72h 的样子。',
    moved: '本案时钟已前进 {by}', moving: '正在前进…', unsure: '没有收到答复，时钟可能已经前进。请先看本案现在的时间，再决定是否继续。', now: '本案现在是 {now}', title: '演练',
  },
  sign_in: {
    password: '密码', public: '来投诉或查询？', submit: '登录', title: '登录', username: '用户名', wrong: '用户名或密码不对。',
  },
  slip: { ...journal.slip, copies: '抄送', issued: '发出于 {at}', reply: '答复期限', to: '给：{to}' },
  slip_state: { open: '待答复', overdue: '逾期未答复', replied: '已答复', settled: '已了结' },
  notice_type: {
    reminded: '期限将到', deadline_missed: '期限已过', slip_issued: '收到督办单', escalated: '升级到您', task_assigned: '有待办指派给您',
  },
  state: {
    empty: '没有内容', not_yours: '您无权查看',
    loading: '正在载入…', sealed: '（无权查看）' },
  status: { received: '已收到', open: '办理中', closed: '已结案', archived: '已归档' },
  task: {
    open: '待领取', claimed: '办理中', done: '已办', withdrawn: '已撤销', for: '由{seats}办理', guidance: '办理指引', held_by: '{name}在办', held_for: '{name}代{absent}在办',
    kept: '您刚才写的内容还在这里，可以复制', none: '没有待办。',
  },
}

/** Same is the shape of a language that has the same keys, and may say one of something in other words than many. */
export type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> } &
  { [K in keyof T & string as T[K] extends string ? `${K}_one` : never]?: string }
/** Words is the shape every language has. */
export type Words = Same<typeof zh>
