"""The words of the receipt, Chinese first, then English: one table, so that both say the same."""

from enum import StrEnum


class Language(StrEnum):
    """The languages a receipt is printed in."""

    CHINESE = "zh"
    ENGLISH = "en"


CHINESE = {
    "title": "信访事项登记凭证",
    "motto": "件件有回音，回音可查证",
    "number": "信访事项编号",
    "query_code": "查询码",
    "follow": "凭编号和查询码，可在 {url} 查询办理进度、查看文书、作出评价，无需注册。",
    "keep": "请妥善保管本凭证。查询码等同于您的钥匙，请不要告诉他人。",
    "qr": "扫码查询进度",
    "proof_qr": "扫码核对编号和时间",
    "filed": "登记内容",
    "filed_at": "提出时间",
    "petitioner": "信访人",
    "withheld": "未留姓名",
    "matter": "事项",
    "place": "地点",
    "office": "现由谁办理",
    "clocks": "什么时候给您答复",
    "due": "{date}前",
    "not_yet": "日期待定",
    "provisional": "以正式公布的工作日安排为准",
    "files": "您提交的材料（{count}件）",
    "no_files": "本次没有提交材料。",
    "file_place": "序号",
    "file_name": "文件",
    "file_size": "大小",
    "promise": "这份凭证怎样作证",
    "promise_text": "本系统签名承诺：上述内容已于{instant}（北京时间）收存并记入日志，此后任何改动都能查出。",
    "log": "日志名称",
    "key": "签名公钥指纹",
    "commitment": "记录承诺值",
    "check": "核验方法：打开 {url} ，选择您保存的凭证文件，在您自己的设备上核验；"
    "该网页存下来，不联网也能用。",
    "footer": "件件有回音",
    "page_of": "第 {page} 页，共 {pages} 页",
    "zone": "（北京时间）",
    "demo": "演示",
    "demo_line": "演示凭证：演示系统出具，时间可能经过调整，不具有任何效力",
}

ENGLISH = {
    "title": "Petition receipt",
    "motto": "Every petition gets an answer, and the answer can be proved",
    "number": "Petition number",
    "query_code": "Query code",
    "follow": "With the number and the query code you can follow your matter, read its documents and rate "
    "the answer at {url}. No account is needed.",
    "keep": "Keep this receipt safe. The query code is your key: do not give it to anyone.",
    "qr": "Scan to follow your matter",
    "proof_qr": "Scan to check number and time",
    "filed": "What was filed",
    "filed_at": "Filed",
    "petitioner": "Petitioner",
    "withheld": "Name withheld",
    "matter": "Matter",
    "place": "Place",
    "office": "Now with",
    "clocks": "When you will hear from us",
    "due": "By {date}",
    "not_yet": "Date not yet fixed",
    "provisional": "Until the calendar of working days is published",
    "files": "What you handed in ({count})",
    "no_files": "Nothing was handed in with this filing.",
    "file_place": "No.",
    "file_name": "File",
    "file_size": "Size",
    "promise": "What this receipt proves",
    "promise_text": "We promise, and sign: what is listed above was received and entered in the public "
    "log at {instant} (Beijing time). Any later change to it can be found out.",
    "log": "Log",
    "key": "Key fingerprint",
    "commitment": "Commitment",
    "check": "To check it, open {url} and choose the receipt file that you saved. The check runs on your own "
    "device; saved there, the page needs no network.",
    "footer": "Every petition gets an answer",
    "page_of": "Page {page} of {pages}",
    "zone": " (Beijing time)",
    "demo": "DEMO",
    "demo_line": "Demonstration receipt: the clock of this system may be moved; it proves nothing",
}

WORDS = {Language.CHINESE: CHINESE, Language.ENGLISH: ENGLISH}
