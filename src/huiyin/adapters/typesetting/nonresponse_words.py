"""The words of a record of non-response on paper, Chinese first, then English: one table for both."""

from huiyin.adapters.typesetting.receipt_words import Language

CHINESE = {
    "title": "逾期未见办复系统记录",
    "subtitle": "由本系统自动生成的记录，不是公文",
    "record": "信访事项编号",
    "ordinal": "本事项第{count}份记录",
    "qr": "扫码得到本记录的承诺值，用于核对",
    "corrected": "本记录已于{day}更正",
    "answered_in_time": "其后补录的送达信息表明：{on}已经答复，没有超过期限。"
    "原记录所说的“未见办复”不再成立。",
    "date_moved": "其后届满日改为{on}。原记录所写的届满日不再有效。",
    "date_open": "其后届满日不能确定。原记录所写的届满日不再有效。",
    "not_owed": "其后登记的情况表明，该事项没有这项期限。原记录不再有效。",
    "office_states_answer": "{office}说明：已于{on}通过本系统以外的方式答复。"
    "这是该机关、单位的说明，本系统没有核验。",
    "an_office": "承办的机关、单位",
    "original": "以下为原记录的内容，予以保留，以备查考。",
    "seen": "本系统看到的情况",
    "statement": "下列事项最迟应当在{binding}完成。期限届满后，本系统于{recorded}核对，"
    "没有看到已经办理或者答复的记录。",
    "unserved": "本系统有文书于{days}签发的记录，但没有送达的记录。",
    "duty": "应当完成的事项",
    "article": "依据",
    "office": "由谁完成",
    "unnamed": "本记录不写明机关、单位名称",
    "started": "起算",
    "binding": "期限届满日",
    "calendar": "规则与日历",
    "rules": "{pack} 第{version}版；日历 {calendar}",
    "why": "为什么是这一天",
    "is_not": "这份记录是什么，不是什么",
    "disclaimer": "本记录不是任何机关、单位的文书、决定或者答复，也不是对任何机关、单位或者个人的认定。"
    "它只证明一件事：到记录之时，本系统没有看到上述办理或者答复的记录。"
    "机关、单位可能已经用本系统没有记录的方式办理或者答复。记录有误的，会以更正说明，原记录不删除。",
    "demonstration": "本记录依据演示规则，不是法律规定。",
    "remedies": "您现在可以怎么做",
    "promise": "怎样核验这份记录",
    "promise_text": "本系统签名承诺：本记录已于{instant}（北京时间）记入日志，此后任何改动都能查出。",
    "log": "日志名称",
    "key": "签名公钥指纹",
    "commitment": "记录承诺值",
    "correction_commitment": "更正承诺值",
    "check": "核验方法：在查询页面保存记录文件，用回音软件的 huiyin receipt verify 核验。"
    "核验在您自己的设备上完成，不需要联网。有没有更正，以查询页面为准。",
    "footer": "件件有回音",
    "page_of": "第 {page} 页，共 {pages} 页",
    "demo": "演示",
    "demo_line": "演示记录：演示系统出具，时间可能经过调整，不具有任何效力",
    "comma": "、",
}

ENGLISH = {
    "title": "Record of non-response by this system",
    "subtitle": "Made by this system by itself; no official document",
    "record": "Petition number",
    "ordinal": "Record {count} of this matter",
    "qr": "Scan for this record's commitment, to compare",
    "corrected": "This record was corrected on {day}",
    "answered_in_time": "A service recorded later shows that the answer was given on {on}, within the limit. "
    "What the record said of no answer no longer holds.",
    "date_moved": "The last day has since become {on}. The last day that the record names no longer holds.",
    "date_open": "The last day has since become open. The last day that the record names no longer holds.",
    "not_owed": "What was registered since shows that the matter has no such limit. "
    "The record no longer holds.",
    "office_states_answer": "{office} states that it answered on {on}, by a way outside this system. "
    "That is its own statement; this system has not checked it.",
    "an_office": "The office that handles it",
    "original": "What follows is the record as it was made; it is kept for reference.",
    "seen": "What this system saw",
    "statement": "What is named here was due by {binding}. After that day was over, on {recorded}, this "
    "system looked and saw no record that it had been done or answered.",
    "unserved": "A document is recorded as issued on {days}, but none as served.",
    "duty": "What was due",
    "article": "Under",
    "office": "Due from",
    "unnamed": "This record names no office",
    "started": "Counted from",
    "binding": "Last day",
    "calendar": "Rules and calendar",
    "rules": "{pack}, version {version}; calendar {calendar}",
    "why": "Why that day",
    "is_not": "What this record is, and what it is not",
    "disclaimer": "This record is no document, decision or reply of any office, and no finding about any "
    "office or person. It proves one thing only: when it was made, this system had seen no record that what "
    "is named above was done or answered. An office may have done so in a way that this system does not "
    "record. A record that is wrong is corrected in the open and never deleted.",
    "demonstration": "This record rests on demonstration rules, which are not law.",
    "remedies": "What you can do now",
    "promise": "How to check this record",
    "promise_text": "We promise, and sign: this record was entered in the log at {instant} (Beijing time). "
    "Any later change to it can be found out.",
    "log": "Log",
    "key": "Key fingerprint",
    "commitment": "Commitment",
    "correction_commitment": "Of the correction",
    "check": "To check it, save the record file from the page on which you follow your matter and run huiyin "
    "receipt verify on it. The check runs on your own device and needs no network. Whether there is a "
    "correction, that page tells.",
    "footer": "Every petition gets an answer",
    "page_of": "Page {page} of {pages}",
    "demo": "DEMO",
    "demo_line": "Demonstration record: the clock of this system may be moved; it proves nothing",
    "comma": ", ",
}

WORDS = {Language.CHINESE: CHINESE, Language.ENGLISH: ENGLISH}
