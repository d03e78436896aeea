// The words of the administration's pages, loaded with them.

import { addWords } from '../app/i18n'
import type { Same } from './zh'

const zh = {
  administration: {
    title: '管理', not_yours: '组织的管理限于管理员。', saved: '已保存', failed: '没有办成', edit: '修改', close: '停用', reopen: '恢复使用', closed: '已停用', save: '保存', end: '结束', ended: '已结束', not_now: '再想想',
    part: { units: '单位', people: '人员', roles: '岗位', ties: '利害关系', substitutes: '代理', calendars: '工作日历', journal: '管理日志' },
    unit: {
      add: '增加单位', edit: '修改单位', name: '名称', parent: '上级单位', no_parent: '（没有上级）', manager: '负责人', nobody: '未指定', people: '在职人员', count: '{n} 人', none: '还没有单位。', nothing: '没有这样的单位。',
      search: '查找单位', search_hint: '名称的一部分', close: '停用“{name}”？', close_what: '停用后不能再分配人员到这里。已有的案件仍写着它，对它的投诉仍可登记；以后可以恢复使用。', closed: '已停用“{name}”', reopened: '已恢复“{name}”',
    },
    person: {
      add: '增加人员', edit: '修改人员', name: '姓名', username: '用户名', username_hint: '登录用。', unit: '单位', no_unit: '（不属于任何单位）', roles: '岗位', roles_hint: '可选多个；按制度列出。', administers: '管理员',
      administers_hint: '可以改动组织；管理员身份本身不能查看任何案件。', state: '状态', active: '在职', inactive: '已停用', none: '还没有人员。', nothing: '没有这样的人员。', search: '查找人员', search_hint: '姓名或用户名的一部分',
      deactivate: '停用', close: '停用“{name}”？', close_what: '立即生效：登录随即失效，不能再办理任何事情。手上的待办留在名下，须另行指派。以后可以恢复。', closed: '已停用“{name}”', reopened: '“{name}”可以重新登录', password: '换密码', password_ask: '给“{name}”换一个新密码？',
      password_what: '旧密码和已有的登录随即失效。新密码随机产生，只显示一次，请当面或用安全的方式交给本人。', password_new: '“{name}”的密码', password_once: '只显示这一次。请当面或用安全的方式交给本人；忘了可以再换。', password_noted: '已记下', no_roles: '没有岗位',
    },
    role: { holders: '担任人', vacant: '无人担任', vacant_hint: '没有人担任的岗位，轮到它的事没有人办。', per_unit: '每个单位各有', sees: '能看', all_held: '各岗位都有人担任。', some_vacant: '有 {n} 个岗位无人担任' },
    tie: {
      add: '登记利害关系', person: '本单位人员', other: '与谁有关系', inside: '本单位的另一个人', outside: '外人', name: '外人的姓名', ground: '什么关系', ground_hint: '例如：亲属、原同事、有经济往来', none: '没有登记的利害关系。',
      hint: '登记后，凡制度规定据此发现冲突的，案件涉及两人时，此人须先经决定才能办理。', end: '这项利害关系不再存在？', end_what: '“{person}”与“{other}”（{ground}）。以后的案件不再据此回避；已经回避的不变。', ended: '已结束',
    },
    substitute: {
      add: '指定代理', for_me: '代理我的人', by_me: '我代理的人', none_for_me: '没有人代理您。', none_by_me: '您没有代理别人。', same_roles: '岗位与您相同的在职同事。', ask: '请假前可以指定岗位与您相同的同事，回来后随时结束；没有这样的同事，请管理员指定。', absent: '谁不在', by: '由谁代理', from: '从哪天起', from_hint: '不填即从现在起。', last: '到哪天为止', last_hint: '含这一天。', none: '没有代理。', state: '状态', coming: '尚未开始', active: '代理中', past: '已结束', until_day: '到 {day} 为止', until: '到 {at}',
      hint: '代理人以不在的人的名义办理，权限不超过本人；两人的姓名都记入办理经过。', end: '现在就结束这项代理？', end_what: '“{by}”从此不再代理“{absent}”。已经办的仍然有效。', ended: '代理已结束', order: '结束的日期早于开始的日期',
    },
    calendar: {
      which: '日历', year: '年份', years: '各年', none: '还没有发布任何年份。', official: '正式', provisional: '暂定', provisional_what: '这一年的放假安排尚未公布，只列法定节日。算到这一年的期限都标明“暂定”；发布正式安排后重新计算。', source: '依据', published: '第 {n} 次发布于 {at}',
      working_days: '全年 {n} 个工作日', off: '放假', off_mark: '休', work: '调休上班', work_mark: '班', weekend: '周末', run: '{name}：{from} 至 {to}，共 {n} 天', one: '{name}：{from}', make_up: '调休上班：{days}', no_make_up: '没有调休上班的日子。', listed: '放假和调休',
      weekdays: '一,二,三,四,五,六,日', import: '发布一年的安排', import_what: '粘贴年份文件的内容，或选择文件。先看改变了什么，再发布。', file: '年份文件', choose: '选择文件', example: '文件的写法', preview: '看改变什么', publish: '发布', new_year: '{year} 年以前没有发布过。',
      changes: '{year} 年有 {n} 天改变', same_days: '{year} 年的放假和调休没有改变。', status_change: '状态由“{from}”改为“{to}”', day: '日期', before: '原来', after: '改为', plain: '工作日', plain_weekend: '周末', recounts: '有 {n} 件未办结的案件，期限算到这一年，发布后随即重新计算；原来的期限保留在记录里。', no_recounts: '没有案件因此重新计算。',
      publish_ask: '发布 {year} 年的安排？', publish_what: '发布后立即生效，不能撤回，只能再发布一次来更正。', published_now: '已发布 {year} 年的安排', findings: '文件有 {n} 处不对，改好再看：', finding_line: '第 {line} 行',
    },
    journal: {
      at: '时间', who: '谁', what: '做了什么', of: '对象', none: '还没有记录。', system: '命令行', nothing: '无',
      action: {
        save_unit: '保存单位', save_account: '保存人员', set_password: '换密码', set_active: '改变在职状态', add_substitution: '指定代理', end_substitution: '结束代理', add_tie: '登记利害关系', end_tie: '结束利害关系', publish_calendar: '发布日历',
      },
      field: {
        id: '编号', name: '名称', username: '用户名', unit: '单位', roles: '岗位', active: '在职', administers: '管理员', parent: '上级单位', manager: '负责人', closed: '停用', absent: '谁不在', by: '代理人', from: '从', until: '到', person: '人员', other: '与谁', outsider: '外人', ground: '什么关系', file: '文件', year: '年份',
      },
    },
  },
}

const en: Same<typeof zh> = {
  administration: {
    title: 'Administration', not_yours: 'The organisation is changed by administrators only.', saved: 'Saved', failed: 'This was not done', edit: 'Edit', close: 'Close', reopen: 'Reopen', closed: 'closed', save: 'Save', end: 'End', ended: 'Ended', not_now: 'Not now',
    part: { units: 'Units', people: 'People', roles: 'Roles', ties: 'Ties', substitutes: 'Substitutes', calendars: 'Calendars', journal: 'Journal' },
    unit: {
      add: 'Add a unit', edit: 'Edit the unit', name: 'Name', parent: 'Above it', no_parent: '(nothing above)', manager: 'Manager', nobody: 'nobody named', people: 'People', count: '{n}', none: 'There are no units yet.', nothing: 'There is no such unit.',
      search: 'Find a unit', search_hint: 'part of its name', close: 'Close “{name}”?', close_what: 'Nobody can be put there any more. Its cases go on naming it, complaints about it can still be registered, and it can be reopened.', closed: '“{name}” is closed', reopened: '“{name}” is open again',
    },
    person: {
      add: 'Add a person', edit: 'Edit the person', name: 'Name', username: 'User name', username_hint: 'To sign in with.', unit: 'Unit', no_unit: '(in no unit)', roles: 'Roles', roles_hint: 'As many as needed, listed by regulation.', administers: 'Administrator',
      administers_hint: 'May change the organisation; being one lets nobody read a case.', state: 'State', active: 'active', inactive: 'deactivated', none: 'There is nobody yet.', nothing: 'There is no such person.', search: 'Find a person', search_hint: 'part of a name or user name',
      deactivate: 'Deactivate', close: 'Deactivate “{name}”?', close_what: 'At once: the person is signed out and can do nothing more. Tasks stay with them until assigned to somebody else. They can be let in again later.', closed: '“{name}” is deactivated', reopened: '“{name}” may sign in again', password: 'New password', password_ask: 'Give “{name}” a new password?',
      password_what: 'The old password and all sign-ins end at once. The new one is drawn at random and shown once; hand it over in person or by a safe way.', password_new: 'Password of “{name}”', password_once: 'Shown only now. Hand it over in person or by a safe way; a lost one can be replaced.', password_noted: 'Noted', no_roles: 'no roles',
    },
    role: { holders: 'Held by', vacant: 'nobody', vacant_hint: 'What comes to a role that nobody holds is done by nobody.', per_unit: 'one in each unit', sees: 'May read', all_held: 'Every role is held.', some_vacant: '{n} roles held by nobody' },
    tie: {
      add: 'Declare a tie', person: 'Member of staff', other: 'Tied to', inside: 'another member of staff', outside: 'an outsider', name: 'Name of the outsider', ground: 'What the relationship is', ground_hint: 'For example: relatives, former colleagues, business with each other', none: 'No ties have been declared.',
      hint: 'Where a regulation finds conflicts by ties, whoever is tied to somebody in a case is stopped until it is decided.', end: 'Is this tie no more?', end_what: '“{person}” and “{other}” ({ground}). Later cases are not affected by it; recusals stay as they are.', ended: 'The tie has ended',
    },
    substitute: {
      add: 'Name a substitute', for_me: 'Who stands in for me', by_me: 'For whom I stand in', none_for_me: 'Nobody stands in for you.', none_by_me: 'You stand in for nobody.', same_roles: 'A colleague with all your roles.', ask: 'Before a leave you can name a colleague with all your roles, and end it whenever you are back; where there is none, ask an administrator.', absent: 'Who is away', by: 'Who stands in', from: 'From', from_hint: 'Empty: from now on.', last: 'Last day', last_hint: 'This day included.', none: 'Nobody stands in for anybody.', state: 'State', coming: 'to come', active: 'standing in', past: 'over', until_day: 'until {day} included', until: 'until {at}',
      hint: 'A substitute acts in the absent person’s place with their authority and no more; the journal records both names.', end: 'End this now?', end_what: '“{by}” no longer stands in for “{absent}”. What was done stands.', ended: 'It has ended', order: 'The last day is before the first',
    },
    calendar: {
      which: 'Calendar', year: 'Year', years: 'Years', none: 'No year has been published yet.', official: 'official', provisional: 'provisional', provisional_what: 'The arrangement of this year has not been published; only statutory holidays are known. Deadlines that reach into it are marked provisional and counted anew when it is published.', source: 'Source', published: 'publication {n}, {at}',
      working_days: '{n} working days', off: 'day off', off_mark: 'off', work: 'make-up working day', work_mark: 'on', weekend: 'weekend', run: '{name}: {from} to {to}, {n} days', one: '{name}: {from}', make_up: 'Make-up working days: {days}', no_make_up: 'No make-up working days.', listed: 'Days off and make-up days',
      weekdays: 'Mo,Tu,We,Th,Fr,Sa,Su', import: 'Publish a year', import_what: 'Paste the content of a year file or choose the file. See what it changes first, then publish.', file: 'Year file', choose: 'Choose a file', example: 'How the file is written', preview: 'See what changes', publish: 'Publish', new_year: '{year} was never published before.',
      changes: '{n} days of {year} change', same_days: 'The days of {year} do not change.', status_change: 'From {from} to {to}', day: 'Day', before: 'Before', after: 'After', plain: 'working day', plain_weekend: 'weekend', recounts: '{n} open cases have deadlines that reach into this year. They are counted anew at once; the old dates stay on record.', no_recounts: 'No case is counted anew.',
      publish_ask: 'Publish {year}?', publish_what: 'It takes effect at once and cannot be taken back, only corrected by another publication.', published_now: '{year} has been published', findings: 'Wrong in this file ({n}); put it right and look again:', finding_line: 'Line {line}',
    },
    journal: {
      at: 'When', who: 'Who', what: 'Did what', of: 'To', none: 'No entries yet.', system: 'command line', nothing: 'none',
      action: {
        save_unit: 'saved a unit', save_account: 'saved a person', set_password: 'new password', set_active: 'changed who is active', add_substitution: 'named a substitute', end_substitution: 'ended a substitution', add_tie: 'declared a tie', end_tie: 'ended a tie', publish_calendar: 'published a calendar',
      },
      field: {
        id: 'Id', name: 'Name', username: 'User name', unit: 'Unit', roles: 'Roles', active: 'Active', administers: 'Administrator', parent: 'Above it', manager: 'Manager', closed: 'Closed', absent: 'Away', by: 'Stands in', from: 'From', until: 'Until', person: 'Person', other: 'Tied to', outsider: 'Outsider', ground: 'Relationship', file: 'File', year: 'Year',
      },
    },
  },
}

addWords({ zh, en })
