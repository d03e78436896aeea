// The words of the supervisor's overview, loaded with it.

import { addWords } from '../app/i18n'
import type { Same } from './zh'

const zh = {
  overview: {
    title: '督办总览', not_yours: '督办总览供主管以上的岗位查看。', by_unit: '各责任单位', by_person: '各办理人', unit: '责任单位', person: '办理人', nobody: '待领取', no_unit: '尚未确定',
    tasks: '待办', late: '已逾期', soon: '两天内到期', nothing_waits: '没有待办。', late_cases: '已逾期的案件', soon_cases: '即将到期的案件', in_register: '在台账中看全部', no_late: '没有逾期的案件。', no_soon: '两天内没有案件到期。',
    slips: '发出未复的督办单', no_slips: '没有发出未复的督办单。', slip: '督办单', to: '发给', reply_due: '答复期限',
    trends: '近十二个月', on_time: '按期率', on_time_hint: '每月到期的期限里按期办成的比例。', satisfied: '回访结果', satisfied_hint: '投诉人对处理是否满意，按回访当月计。', categories: '投诉类型', categories_hint: '每月收到的投诉。',
    met: '按期', missed: '超期', rate: '按期率', month: '月份', cases: '件数', total: '合计', as_table: '看表格', no_data: '近十二个月没有数据。', outcome: '结果', category: '类型', all_policies: '全部制度',
  },
}

const en: Same<typeof zh> = {
  overview: {
    title: 'Overview', not_yours: 'The overview is for supervisors.', by_unit: 'By responsible unit', by_person: 'By holder', unit: 'Unit', person: 'Holder', nobody: 'unclaimed', no_unit: 'not known yet',
    tasks: 'Tasks', late: 'Overdue', soon: 'Due in two days', nothing_waits: 'No task waits.', late_cases: 'Overdue cases', soon_cases: 'Cases due soon', in_register: 'All in the register', no_late: 'No case is overdue.', no_soon: 'No case is due within two days.',
    slips: 'Slips not answered', no_slips: 'No slip waits for an answer.', slip: 'Slip', to: 'To', reply_due: 'Reply due',
    trends: 'The last twelve months', on_time: 'On-time rate', on_time_hint: 'Of the limits that ended in a month, those that were met.', satisfied: 'Follow-up', satisfied_hint: 'How content complainants were, by the month of the answer.', categories: 'Categories', categories_hint: 'Complaints received each month.',
    met: 'Met', missed: 'Missed', rate: 'On time', month: 'Month', cases: 'Cases', total: 'Total', as_table: 'As a table', no_data: 'No data in the last twelve months.', outcome: 'Answer', category: 'Category', all_policies: 'All regulations',
  },
}

addWords({ zh, en })
