"""Invented matters for the pictures of the documentation: what was written, and what officials wrote."""

from typing import Any

from support.cited import FINED

PIDU, JINJIANG, QINGYANG, WUHOU, CHENGHUA = 510117, 510104, 510105, 510107, 510108


def person(name: str, phone: str, address: str) -> list[dict[str, str]]:
    """Return who files."""
    return [{"part": "petitioner", "kind": "person", "name": name, "phone": phone, "address": address}]


MATTERS: dict[str, dict[str, Any]] = {
    "duty_done": {
        "title": "豆制品作坊把污水排进小区旁的河里",
        "text": "作坊每天清晨向小区旁的河里排放污水，河水发白发臭，"
        "水质很差。去年十一月向社区反映过，至今没有改变。",
        "request": "请查处这家作坊的排污行为，并把处理结果告诉我们。",
        "division": JINJIANG,
        "place": "沙河支渠",
        "persons": person("陈思远", "13800000002", "沙河支渠旁某小区5栋"),
        "respondents": [{"kind": "enterprise", "name": "某豆制品加工坊"}],
    },
    "duty_open": {
        "title": "安靖一家纺织厂夜里向府河排放污水",
        "text": "去年10月以来，工厂夜里向府河偷排污水，有刺鼻气味，河水发黑。我们拍了照片，也打过两次12345。",
        "request": "1. 请查清污水是谁排的。\n2. 请依法处罚，并公布水质监测结果。",
        "division": PIDU,
        "place": "安靖街道方桥村",
        "persons": person("𠮷田·买买提", "13800000003", "安靖街道方桥村3组"),
        "respondents": [{"kind": "enterprise", "name": "华锦纺织厂"}],
    },
    "extended": {
        "title": "河道治理以后河水仍然发黑发臭",
        "text": "河道治理工程去年八月完工，河水仍然发黑发臭，"
        "污水从雨水口流出来。村民多次询问，没有人说明原因。",
        "request": "请查明污水从哪里来，说明治理为什么没有效果。",
        "division": QINGYANG,
        "place": "摸底河下游",
        "persons": person("刘玉兰", "13800000004", "摸底河路某院2单元"),
    },
    "unserved": {
        "title": "请公布饮用水水源保护区的水质监测数据",
        "text": "水源保护区附近有养殖污水排入河沟，水质是否受影响，居民一直看不到监测数据。",
        "request": "请公布最近一年的水质监测数据，并说明今后多久公布一次。",
        "division": CHENGHUA,
        "place": "北湖片区",
        "persons": person("赵铁柱", "13800000005", "北湖片区某小区1栋"),
        "electronic": False,
    },
    "follow": {
        "title": "河道清淤的淤泥堆放半年，污水流回河里",
        "text": "去年秋天河道清淤，淤泥一直堆在岸边。下雨后污水流回河里，河水发臭，孩子上学要绕路。",
        "request": "请尽快清运淤泥，并说明以后清淤怎样安排，不再堆放在岸边。",
        "division": PIDU,
        "place": "安靖街道方桥村河边",
        "happened_from": "2025-10-15",
        "persons": person("王小明", "13800000001", "安靖街道方桥村1组"),
    },
    "overdue": {
        "title": "洗车场污水直接流进雨水管网和河道",
        "text": "洗车场每天把污水排进雨水口，流到河道里，水面有油污，河水发黑。",
        "request": "请责令洗车场接入污水管网。",
        "division": WUHOU,
        "place": "武侯大道某洗车场",
        "persons": person("欧阳清", "13800000006", "武侯大道某小区"),
    },
    "soon": {
        "title": "河边烧烤摊把污水和油倒进府河",
        "text": "每晚七点以后，烧烤摊把污水和废油倒进府河，河水有油污和臭味。",
        "request": "请制止，并在河边设置提示牌。",
        "division": JINJIANG,
        "place": "合江亭附近",
        "persons": person("李建国", "13800000007", "合江亭某院"),
    },
    "redirect": {
        "title": "对排放污水罚款二万元的决定不服",
        "text": "我经营的小饭店因排放污水被罚款二万元。我认为水质检测取样不对，不服这个行政处罚决定。",
        "request": "请撤销处罚决定。",
        "division": QINGYANG,
        "place": "草堂路",
        "persons": person("张桂芳", "13800000008", "草堂路某号"),
    },
    "fresh": {
        "title": "工地泥浆污水排进河道",
        "text": "工地抽出的泥浆污水直接排进河道，河水发黄，水质浑浊，已经持续一周。",
        "request": "请责令工地停止排放，清理河道。",
        "division": PIDU,
        "place": "红光街道",
        "persons": person("阿依古丽·吐尔逊", "13800000009", "红光街道某小区"),
    },
}
UNCLEAR: dict[str, dict[str, Any]] = {
    "unclear": {
        "title": "院子里的事想请你们看一看",
        "text": "院子里几家人商量了很久，说法都不一样，不知道该找谁。",
        "request": "请告诉我们该找哪个部门。",
        "division": JINJIANG,
        "place": "东大街某院",
        "persons": person("何秀英", "13800000010", "东大街某院"),
    },
    "unclear_too": {
        "title": "希望有人来听我们说一说",
        "text": "我们几位老人有些话想当面说，腿脚不便，希望有人上门。",
        "request": "请安排时间。",
        "division": JINJIANG,
        "place": "春熙路街道",
        "persons": person("周国强", "13800000011", "春熙路街道某院"),
    },
}
# Behind the public figures: what came from where.
MANY = (
    (
        510100,
        "construction.property",
        "小区物业公司擅自提高物业费",
        "物业公司没有经过业主大会同意就提高物业费，小区公共收益也不公开。",
        "请调查收费。",
    ),
    (
        510700,
        "labour.migrant_wages",
        "工地拖欠农民工工资",
        "工地拖欠我们农民工工资三个月，老板失联。",
        "请帮助追讨工资。",
    ),
    (
        510600,
        "construction.property",
        "物业公司乱收费",
        "物业公司擅自提高物业费，小区电梯长期不修。",
        "请调查收费。",
    ),
    (
        510300,
        "labour.wages",
        "公司拖欠工资",
        "公司拖欠工资四个月，员工多次讨薪没有结果。",
        "请帮助追讨工资。",
    ),
    (
        511300,
        "construction.property",
        "物业公司不修电梯",
        "小区电梯长期损坏，物业公司收物业费却不维修。",
        "请督促维修。",
    ),
)
ACCEPT = {
    "unit": "水生态环境处",
    "contact": "水生态环境处，028-00000000",
    "path": "由本机关调查核实后出具信访处理意见书。",
    "procedure": "听取陈述、现场调查、书面答复。",
}
CONTACT = {
    "way": "telephone",
    "reached": "yes",
    "note": "信访人补充：雨后污水流回河里的情况最近三次发生在4月。"
    "已告知将于本周到现场查看，并在五个工作日内回电。",
}
FINDING = {
    "text": "4月28日上午到方桥村现场查看，岸边堆放淤泥约四百立方米，未覆盖，有渗水流回河道。"
    "村委会提供了清淤合同，载明淤泥应在完工后三十日内清运。现场照片六张，询问笔录一份。"
}
OPINION = {
    "count": "1",
    "stated": "河道清淤的淤泥堆放在岸边，下雨后污水流回河里，河水发臭。",
    "found": "经查，岸边堆放淤泥约四百立方米，未覆盖，有渗水流回河道。"
    "清淤合同载明淤泥应在完工后三十日内清运，施工单位没有履行。",
    "a0_request": "请尽快清运淤泥，并说明以后清淤怎样安排。",
    "a0_result": "support",
    "a0_opinion": "支持信访人的请求。已责令施工单位限期清运，清运前覆盖防渗；"
    "今后清淤的时间和堆放地点，提前七日在村务公开栏公布。",
    "legal_basis": "《中华人民共和国水污染防治法》第三十七条。\n《信访工作条例》第三十二条。",
    "execution": "由施工单位在2026年6月10日前清运完毕，本机关水生态环境处负责验收。",
    "review_office": "四川省生态环境厅",
    "contact": "水生态环境处，028-00000000",
}
PIPE_CONTACT = {
    **CONTACT,
    "note": "信访人补充：污水管断口在方桥村2组桥下。已告知现场查看的时间，请信访人到场指认。",
}
PIPE_FINDING = {
    "text": "3月20日上午与信访人到现场查看，桥下污水管断裂约两米，"
    "污水流入河道。采集水样两份，氨氮超过标准二倍。"
}
PIPE_OPINION = {
    **OPINION,
    "count": "2",
    "stated": "二月二十日发现河边的污水管断裂，污水流进菜地和河里，河水发臭。多次拨打12345，没有人到场处理。",
    "found": "经查，方桥村2组桥下污水管断裂约两米，管道由某排水管网养护公司管理。"
    "三月二十日采集的水样，氨氮超过标准二倍。",
    "a0_request": "请尽快修好污水管。",
    "a0_opinion": "支持。已责令养护公司更换断裂的管道，四月十日完工，本机关已到现场验收。",
    "a1_request": "请检测河水水质，把结果告诉我们。",
    "a1_result": "support",
    "a1_opinion": "支持。修复以后每月采样一次，连续三个月，结果在村务公开栏公布，并书面告诉您。",
    "execution": "由本机关水生态环境处负责，2026年7月10日前完成三次采样和公布。",
}
EXECUTION = {
    "on": "2026-05-18",
    "text": "第一次水样已于5月8日采集，各项指标均达到三类标准，结果已在村务公开栏公布，并寄给了您。",
}
DATA_OPINION = {
    **OPINION,
    "stated": "水源保护区附近有养殖污水排入河沟，居民看不到水质监测数据。",
    "found": "经查，保护区每月监测一次，最近十二个月水质均达到三类标准，数据没有在社区公开。",
    "a0_request": "请公布最近一年的水质监测数据，并说明今后多久公布一次。",
    "a0_opinion": "支持。最近一年的数据已在社区公开栏公布；今后每季度第一个月十日前公布上一季度的数据。",
    "execution": "由本机关水生态环境处负责，每季度公布一次。",
}
DUTY_REPLY = {
    "count": "1",
    "outcome_said": "performed",
    "request": "请查清污水来源，依法处罚排污单位，并公布处理结果。",
    "duty": "依照《中华人民共和国水污染防治法》第九条，本机关对本行政区域的水污染防治实施统一监督管理。",
    "found": "经现场检查和采样监测，该单位夜间通过雨水口排放未经处理的废水，化学需氧量超过排放标准三倍。",
    "result": "本机关已责令该单位立即停止违法排放，并处罚款十万元；"
    "已于四月十日复查，雨水口已封堵，未再发现排放。",
    "d0_name": "行政处罚决定书",
    "d0_number": "成环罚〔2026〕12号",
    "d0_decided_on": "2026-04-08",
    "d0_against": "被反映的加工单位",
    "d0_orders": "立即停止违法排放。\n封堵雨水口的排水管。",
    "d0_fine": "100000",
    "legal_basis": FINED,
    "reconsideration_body": "成都市人民政府",
    "contact": "水生态环境处，028-00000000",
}
EXTEND = {
    "days": "30",
    "explanation": "污水来源涉及两个街道的雨水管网，"
    "管网检测要到5月底才能完成。我们将在检测完成后书面答复您。",
    "contact": "水生态环境处，028-00000000",
}
