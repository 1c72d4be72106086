"""The words of an audit's report on paper."""

from huiyin.rules.audit.figures import Group

WORDS = {
    "title": "账本季度审计报告",
    "subtitle": "由本系统自动核对生成的报告，不是公文",
    "span": "{first}至{last}（北京时间）",
    "interim": "中期审计：本季度尚未结束，数据截至{until}。",
    "conclusion": "结论",
    "agrees": "一致",
    "differs": "发现{number}处不符",
    "differs_brief": "{number}处不符",
    "covered": "本次核对了账本的全部{entries}条记录，涉及{subjects}个事项及事务的经过：每条记录与其承诺值、"
    "每个事项的先后次序、数据库各表的每一行、公开日志的每个检查点和已公布的文件。",
    "checkpoints": "期初与期末的检查点",
    "head": "检查点",
    "begin": "期初",
    "end": "期末",
    "size": "记录条数",
    "signed_at": "签名时间",
    "root": "根哈希值",
    "witnesses": "见证方",
    "no_head": "日志尚未开立",
    "no_witness": "没有见证方签名",
    "witness": "{name}，{at}签名，已核验",
    "unchecked_witness": "{name}（未配置其公钥或者签名不符，不予采信）",
    "consistent": "已用公布的日志文件核验：期末的日志以期初的日志为开头，其间没有记录被删除、替换或者插入"
    "（证明由{hashes}个哈希值组成）。",
    "unchanged": "期初与期末的检查点相同，其间没有新的记录编入日志。",
    "from_nothing": "日志在本季度内开立，期初为空。",
    "not_consistent": "未能证明期末的日志以期初的日志为开头：公布的文件缺失、损坏，或者日志已被改写。",
    "reopened": "本系统此前还以其他名称签发过检查点：{names}。这些日志不在上述证明之内。",
    "figures": "本季度数据",
    "group": "记录类别",
    "number": "条数",
    "total": "合计",
    "figures_note": "按记录写入的时间统计。编入日志比写入略晚，因此合计数与期初、期末的差数可以不同。",
    "left_out": "被拒绝的操作只写入系统日志文件，没有可靠的计数来源，本报告不予列出。",
    "compared": "与以前各季度比较",
    "quarter": "季度",
    "quarter_short": "{number}季度",
    "result": "结论",
    "size_at_end": "期末记录条数",
    "entries": "本季度记录合计",
    "definition": "统计口径（版本）",
    "one_definition": "各季度统计口径相同，可以直接比较。",
    "several_definitions": "各季度统计口径的版本不同，分类数字不能直接比较，合计数可以比较。",
    "first_audit": "此前没有已记录的季度审计，无从比较。",
    "differences": "不符清单",
    "unsaid": "另有{number}处未列出，可以用 huiyin ledger verify 查看全部。",
    "about": "本次审计",
    "by": "执行人",
    "audited_at": "执行时间",
    "version": "软件版本",
    "log": "日志名称",
    "key": "日志签名公钥",
    "witness_keys": "见证方公钥",
    "none_asked": "没有配置见证方",
    "meaning": "本报告能证明什么，不能证明什么",
    "check": "核验方法：本报告另附签名文件（报告文件名后加 .note），签名覆盖整份报告的 SHA-256 值。"
    "用 huiyin ledger audit --check 报告文件 --key 日志签名公钥 核验；公钥应当从公开日志页面等其他途径取得。",
    "notes": "检查点原文",
    "page_of": "第 {page} 页，共 {pages} 页",
    "demo": "演示",
    "demo_line": "演示报告：演示系统出具，时间可能经过调整，不具有任何效力",
}

MEANINGS = (
    "结论为“一致”的，表明核对之时数据库中的内容与账本逐行相符，没有发现绕开正规入口的改动。",
    (
        "核对由被审计的系统自己完成。掌握数据库最高权限和签名密钥的人可以把整个日志连同本报告一并改写；"
        "这种改写要靠外部见证方、保存过检查点的人和信访人手中的回执发现，本报告不能发现。"
    ),
    (
        "检查点的签名时间由本系统记录；有见证签名的，以其时间佐证。"
        "记录写入后到编入日志前（约一秒）的删除，本报告不能发现。"
    ),
    "本报告不涉及记录的内容是否真实，也不涉及事项的处理是否妥当。",
)

GROUPS = {
    Group.FILED.value: "收到信访事项",
    Group.PETITIONER.value: "信访人后续办理（补充材料、评价、复查申请等）",
    Group.HANDLED.value: "登记、转送、受理、办理、答复、送达",
    Group.OPENED.value: "工作人员查阅信访内容",
    Group.OVERSEEN.value: "提醒、逾期记录、督办、改进建议",
    Group.ERASED.value: "依法抹除",
    Group.SETTINGS.value: "机构、岗位、规则、日历和设置",
    Group.LOG.value: "日志自身与审计",
    Group.OTHER.value: "其他",
}
