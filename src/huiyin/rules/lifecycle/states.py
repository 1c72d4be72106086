"""Where a matter can stand."""

from enum import IntEnum, StrEnum


class State(StrEnum):
    """The states of a petition, in the order of a usual life."""

    REGISTERED = "registered"  # 已登记: at the bureau, art. 22(1)
    TRANSFERRED = "transferred"  # 已转送: with the competent office, art. 22(1)(1)-(2)
    ACCEPTED = "accepted"  # 已受理: being handled, art. 23
    REDIRECTED = "redirected"  # 已告知途径: another statutory procedure, art. 31(1)-(4)
    DECLINED = "declined"  # 不予受理: arts. 19(3), 20
    ANSWERED = "answered"  # 已答复: the opinion or reply is served, arts. 32, 34
    UNDER_REVIEW = "under_review"  # 复查中: art. 35
    UNDER_REEXAMINATION = "under_reexamination"  # 复核中: art. 36


OPEN = frozenset(
    {State.REGISTERED, State.TRANSFERRED, State.ACCEPTED, State.UNDER_REVIEW, State.UNDER_REEXAMINATION}
)


class Klass(StrEnum):
    """The three classes of art. 29 to 31."""

    CLAIM = "claim"  # 申诉求决
    ACCUSATION = "accusation"  # 检举控告
    SUGGESTION = "suggestion"  # 意见建议


class Route(IntEnum):
    """The six routes of a claim: the items of art. 31."""

    LITIGATION = 1  # 诉讼、检察、公安法定程序
    ARBITRATION = 2  # 仲裁
    PARTY = 3  # 党员申诉、申请复审
    ADMINISTRATIVE = 4  # 行政复议、裁决、确认、许可、处罚等
    DUTY = 5  # 查处违法行为、履行保护职责
    ORDINARY = 6  # 前五项以外: 信访处理意见书


OTHER_PROCEDURES = frozenset({Route.LITIGATION, Route.ARBITRATION, Route.PARTY, Route.ADMINISTRATIVE})


class PartRole(StrEnum):
    """As what an office has a part in a matter."""

    BUREAU = "bureau"
    LEAD = "lead"
    JOINT = "joint"
    REVIEW = "review"
    REEXAMINATION = "reexamination"


class OpinionKind(StrEnum):
    """What answers a matter."""

    OPINION = "opinion"  # 信访处理意见书, art. 31(6), 32
    DUTY_REPLY = "duty_reply"  # 履行法定职责的决定或答复, art. 31(5)
    REPLY = "reply"  # 答复: suggestions (art. 29) and accusations (art. 30)


class OpinionState(StrEnum):
    """Where an opinion stands."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    SERVED = "served"
    REPLACED = "replaced"
