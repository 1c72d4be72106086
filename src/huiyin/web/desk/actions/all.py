"""All actions by the word in their address."""

from collections.abc import Mapping
from types import MappingProxyType

from huiyin.web.desk.actions.action import Action
from huiyin.web.desk.actions.classify import Classify
from huiyin.web.desk.actions.drafts import Draft
from huiyin.web.desk.actions.issue import Serve, Sign
from huiyin.web.desk.actions.notices import Accept, Decline, Extend, Redirect
from huiyin.web.desk.actions.records import Contact, Execution, Finding
from huiyin.web.desk.actions.transfer import Transfer
from huiyin.web.desk.actions.witness import Witness

ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "accept": Accept(),
        "classify": Classify(),
        "contact": Contact(),
        "decline": Decline(),
        "draft": Draft(),
        "extend": Extend(),
        "execution": Execution(),
        "finding": Finding(),
        "redirect": Redirect(),
        "serve": Serve(),
        "sign": Sign(),
        "transfer": Transfer(),
        "witness": Witness(),
    }
)
