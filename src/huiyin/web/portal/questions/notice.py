"""The notice that the law demands, which is no consent; and two consents that may be left out."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.web.portal import places
from huiyin.web.portal.questions.fields import Question, tick

# Version of the wording, kept with the petition: what exactly the person was told.
NOTICE = "2026-11"


class Notice(Question):
    """Step 7. Petition offices act under a statutory duty: PIPL arts. 13(3), 17, 30, 34, 35."""

    template = "portal/notice.html"
    publish = tick(
        label=_("My matter may be published without my name"),
        help_text=_(
            "After it is settled, names, places and everything that points to you are taken out first."
        ),
    )
    electronic = tick(
        label=_("Documents may be served on me electronically"),
        help_text=_(
            "Here on this site and by e-mail. A document counts as served on the day it arrives; the 30 days "
            "in which you can ask for a review run from then. Without this tick you get them on paper."
        ),
    )

    @property
    def bureau(self) -> str:
        """The petition bureau that receives for the place of the matter."""
        return places.bureau_name(self.typed.get("county") or self.typed.get("prefecture"))

    def plain(self) -> dict[str, Any]:
        """Return the consents."""
        return {"publish": self.cleaned_data["publish"], "electronic": self.cleaned_data["electronic"]}
