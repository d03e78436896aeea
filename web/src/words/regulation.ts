// The words about regulations, loaded with the first page that shows one.

import { addWords } from '../app/i18n'
import type { Same } from './zh'

const zh = {
  regulation: {
    flow_as_text: '流程的文字',
    seat: { holder: '办理人', authority: '“{table}”定的人', doer: '办理“{step}”的人', person: '“{field}”填写的人', of_unit: '{unit}的{role}', or: '或' },
    rung: { before: '到期前 {n}', limit: '到期时', after: '到期后 {n}', remind: '{when}提醒{who}', escalate: '{when}升级到{who}', slip: '{when}向{who}发出{kind}' },
    title: '制度', version: '第 {n} 版', effective: '{day} 起施行', covered: '条款 {n} 条，已落实 {served} 条', steps: '步骤 {n} 个', none: '还没有发布制度。',
    gone: '没有这项制度或这一版。', in_force: '现行', not_in_force: '非现行版本',
    part: { clauses: '条款', flow: '流程', deadlines: '期限', authority: '权限', proofs: '证明', versions: '版本', try: '试一试' },
    kind: { enforced: '强制', recorded: '留痕', guidance: '指引' },
    kind_hint: { enforced: '程序不让违反', recorded: '程序记下，供查证', guidance: '给办理人看的提示' },
    later: '留待后续：{what}', unserved: '没有元素落实这一条', on_flow: '看流程', settings: '原文没有规定、由本单位选定的', settings_hint: '改动这些选择要发布新的版本。', why: '理由',
    all_kinds: '全部', by_kind: '条款种类', choose_step: '在图上选一步，这里说明由谁办、多久、依据哪一条。',
    by: '由谁办', limit: '期限', outcomes: '结果', clause: '依据', next: '{outcome} → {next}', 
    case_deadlines: '全案的期限', step_deadlines: '各步骤的期限', no_deadlines: '这项制度没有全案的期限。', no_step_deadlines: '没有步骤规定期限。', when: '条件', always: '一律', ladder: '到期前后依次发生',

    roles: '岗位', role: '岗位', level: '级别', sees: '能看', sees_what: { all: '全部案件', unit: '本单位的案件', tasks: '自己经办的案件' }, identity: '投诉人身份', sees_identity: '可见', hides_identity: '不可见',
    commands: '各项操作由谁提出', command: '操作', no_tables: '这项制度没有分级的核决权限。', amount: '范围', up_to: '{amount} 元及以下', above: '其余', decides: '决定人',
    common_ladder: '各步骤共用的阶梯', suspension: '中止计时', extension: '延期', extend: '最多 {most}，{times} 次；{by}申请，{approve}批准', counting: '怎样计算',
    count: { next_day: '自次日起算', same_day: '自当日起算', end_of_day: '到最后一天结束为止', same_time: '到同一时刻为止', next_working_day: '末日不是工作日的顺延', none: '末日不顺延' },
    proof: {
      reachable: '每一步都走得到', ends: '每条路都能走到归档', cited: '每一步都有条款或设定作依据', unused: '每一项设定都有元素用到', approver: '没有人被迫审批自己的意见',
      overdue: '每一项期限届满之后都有后续', start: '每条路都起算期限', until: '每条路都经过终结期限的那一步', fits: '各步期限之和不超过全案期限', assigned: '条件和人选所读的都已填写',
      notice: '告知不先于批准', window: '复查期限自送达起算', accepted: '没有多余的例外',
    },
    fit: '{kind}：期限 {limit}（{days} 天），最长的一条路最坏要 {needed} 天。', loops: '循环各计一次：{steps}。', unlimited: '没有期限的步骤：{steps}。',
    proof_holds: '已证明', proof_fails: '不成立', proof_accepted: '有例外，已接受', all_proven: '全部成立', some_fail: '{n} 项不成立', accepted_because: '接受的理由：{why}', at_line: '第 {line} 行',
    proofs_hint: '发布之前，程序对整份制度逐项证明；证明不了的，要么改，要么写明为什么接受。',
    published: '发布于 {at}', sha: '内容校验值', one_version: '只发布过一版，没有可以比较的。', compare: '比较', from: '旧版', to: '新版', same: '两版内容相同。', source: '制度文件原文', added: '新增', removed: '删去',
    unchanged: '……{n} 行未变……',

    scenario: '情形', no_scenarios: '这项制度没有附情形。', try_hint: '选一个情形，一步一步看制度怎样运转：谁做了什么、触发了什么、不许做的为什么不许。演示不产生任何记录。',
    step_of: '第 {n} 步，共 {all} 步', previous: '上一步', next_step: '下一步', time_passes: '时间过去', files: '登记投诉', did: '{who}：{what}', refused: '不许：', nothing_happened: '没有发生任何事。',
    happened: '发生了', stands: '此刻', waits: '等待办理', nobody_waits: '没有等待办理的任务。', linked_case: '由此引出的第 {n} 件', given: '填写',
  },
}

const en: Same<typeof zh> = {
  regulation: {
    flow_as_text: 'The flow in words',
    seat: { holder: 'the holder', authority: 'whoever “{table}” names', doer: 'whoever did “{step}”', person: 'the person named in “{field}”', of_unit: '{role} of the {unit}', or: ' or ' },
    rung: { before: '{n} before', limit: 'at the limit', after: '{n} after', remind: '{when}: {who} is reminded', escalate: '{when}: escalated to {who}', slip: '{when}: {kind} to {who}' },
    title: 'Regulations', version: 'version {n}', effective: 'in force from {day}', covered: '{n} clauses, {served} served', steps: '{n} steps', none: 'No regulation has been published.',
    gone: 'There is no such regulation or version.', in_force: 'in force', not_in_force: 'not in force',
    part: { clauses: 'Clauses', flow: 'Flow', deadlines: 'Deadlines', authority: 'Authority', proofs: 'Proofs', versions: 'Versions', try: 'Try it' },
    kind: { enforced: 'Enforced', recorded: 'Recorded', guidance: 'Guidance' },
    kind_hint: { enforced: 'the program does not let it be broken', recorded: 'the program records it', guidance: 'shown to whoever does the work' },
    later: 'Left for later: {what}', unserved: 'Nothing serves this clause', on_flow: 'see in the flow', settings: 'What the organisation chose where the text is silent', settings_hint: 'Changing a choice means publishing a new version.', why: 'Reason',
    all_kinds: 'All', by_kind: 'Kind of clause', choose_step: 'Choose a step in the diagram to see who does it, by when, and by which clause.',
    by: 'Done by', limit: 'Limit', outcomes: 'Outcomes', clause: 'Rests on', next: '{outcome} → {next}', 
    case_deadlines: 'Deadlines of the whole case', step_deadlines: 'Deadlines of steps', no_deadlines: 'This regulation has no deadline for the whole case.', no_step_deadlines: 'No step has a deadline.', when: 'If', always: 'always', ladder: 'Happens around the limit, in order',

    roles: 'Roles', role: 'Role', level: 'Level', sees: 'May read', sees_what: { all: 'all cases', unit: 'cases of their unit', tasks: 'cases they work on' }, identity: 'Complainant’s identity', sees_identity: 'visible', hides_identity: 'hidden',
    commands: 'Who may ask for what', command: 'Command', no_tables: 'This regulation has no graded authority.', amount: 'Range', up_to: 'up to {amount} yuan', above: 'the rest', decides: 'Decided by',
    common_ladder: 'Common to all steps', suspension: 'Stopping the clock', extension: 'Extension', extend: 'at most {most}, {times} times; asked for by {by}, decided by {approve}', counting: 'How it is counted',
    count: { next_day: 'from the next day', same_day: 'from the same day', end_of_day: 'until the last day is over', same_time: 'until the same time', next_working_day: 'a last day that is no working day moves on', none: 'the last day does not move' },
    proof: {
      reachable: 'Every step can be reached', ends: 'Every way leads to the archive', cited: 'Every step rests on a clause or a setting', unused: 'Every setting is used', approver: 'Nobody is made to approve their own proposal',
      overdue: 'Something follows when a limit passes', start: 'Every way starts each limit', until: 'Every way comes to the step that ends a limit', fits: 'The limits of the steps fit into that of the case', assigned: 'What conditions and seats read has been filled in',
      notice: 'Nobody is told before the approval', window: 'Review windows run from the service', accepted: 'No exception is needless',
    },
    fit: '{kind}: limit {limit} ({days} days); the longest way takes {needed} days at worst.', loops: 'Each loop counted once: {steps}.', unlimited: 'Steps without a limit: {steps}.',
    proof_holds: 'proven', proof_fails: 'fails', proof_accepted: 'exceptions accepted', all_proven: 'All hold', some_fail: '{n} fail', accepted_because: 'Accepted because: {why}', at_line: 'line {line}',
    proofs_hint: 'Before a version is published the program proves the whole of it; what cannot be proven is changed, or accepted with a reason.',
    published: 'published {at}', sha: 'Checksum', one_version: 'Only one version has been published; there is nothing to compare.', compare: 'Compare', from: 'Older', to: 'Newer', same: 'The two versions are the same.', source: 'The file as published', added: 'added', removed: 'removed',
    unchanged: '… {n} lines unchanged …',

    scenario: 'Scenario', no_scenarios: 'No scenarios stand beside this regulation.', try_hint: 'Choose a scenario and follow it step by step: who does what, what it sets off, and why something is refused. Nothing is recorded.',
    step_of: 'Step {n} of {all}', previous: 'Back', next_step: 'Next', time_passes: 'Time passes', files: 'registers a complaint', did: '{who}: {what}', refused: 'Refused:', nothing_happened: 'Nothing happened.',
    happened: 'What happened', stands: 'Now', waits: 'Waiting', nobody_waits: 'No task waits.', linked_case: 'linked case {n}', given: 'Entered',
  },
}

addWords({ zh, en })
