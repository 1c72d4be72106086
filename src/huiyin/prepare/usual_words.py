"""Usual wordings of notices, offered in the fields: a clerk changes a word instead of writing a page."""

from collections.abc import Mapping
from types import MappingProxyType

from huiyin.rules.lifecycle.answers import kind_of_answer
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import Klass, OpinionKind, Route

_PATHS: Mapping[OpinionKind, str] = MappingProxyType(
    {
        OpinionKind.OPINION: (
            "属于《信访工作条例》第三十一条第六项规定的事项，由本机关听取您陈述的事实和理由，进行调查核实，"
            "出具信访处理意见书。"
        ),
        OpinionKind.DUTY_REPLY: (
            "属于《信访工作条例》第三十一条第五项规定的申请查处违法行为、履行保护人身权或者财产权等合法权益职责的"
            "事项，由本机关依法履行职责或者答复，不适用60日的办理期限，也不出具信访处理意见书。"
        ),
    }
)
_REPLY_PATHS: Mapping[Klass, str] = MappingProxyType(
    {
        Klass.SUGGESTION: "属于《信访工作条例》第二十九条规定的建议意见，由本机关研究论证后予以答复。",
        Klass.ACCUSATION: "属于《信访工作条例》第三十条规定的检举控告，由本机关依规依纪依法办理并反馈。",
    }
)
_PROCEDURES: Mapping[OpinionKind, str] = MappingProxyType(
    {
        OpinionKind.OPINION: "听取陈述、调查核实、作出处理意见、书面送达。",
        OpinionKind.DUTY_REPLY: "立案或者核查、调查取证、审查决定、书面答复。",
        OpinionKind.REPLY: "研究核实、作出答复、书面送达。",
    }
)
_WAYS: Mapping[Route, Mapping[str, str]] = MappingProxyType(
    {
        Route.LITIGATION: {
            "legal_basis": "《信访工作条例》第二十八条第二款、第三十一条第一项。",
        },
        Route.ARBITRATION: {
            "procedure": "劳动争议仲裁。",
            "how": "向有管辖权的劳动人事争议仲裁委员会提交书面仲裁申请和证据材料。",
            "limit": "自知道或者应当知道权利被侵害之日起一年内。",
            "legal_basis": (
                "《信访工作条例》第三十一条第二项。\n《中华人民共和国劳动争议调解仲裁法》第二十七条。"
            ),
        },
        Route.PARTY: {
            "legal_basis": "《信访工作条例》第三十一条第三项。",
        },
        Route.ADMINISTRATIVE: {
            "procedure": "行政复议。",
            "how": "向有管辖权的行政复议机关提交书面申请；书写确有困难的，也可以口头申请。",
            "limit": "自知道或者应当知道该行政行为之日起60日内；法律另有规定的，从其规定。",
            "legal_basis": "《信访工作条例》第三十一条第四项。\n《中华人民共和国行政复议法》。",
        },
    }
)


def acceptance_words(matter: Matter) -> dict[str, str]:
    """Return path and procedure for the acceptance notice of a matter of this class and route."""
    kind = kind_of_answer(matter)
    path = _PATHS.get(kind) or _REPLY_PATHS.get(matter.klass or matter.declared_klass, "")
    return {"path": path, "procedure": _PROCEDURES[kind]}


def route_words(matter: Matter) -> dict[str, str]:
    """Return what is usually said of the statutory way of routes 31(1) to (4)."""
    return dict(_WAYS.get(matter.route, {})) if matter.route is not None else {}
