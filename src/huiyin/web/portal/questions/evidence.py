"""Files that show what happened; they are sealed while they arrive."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.web.portal.questions.fields import Question


class Evidence(Question):
    """Step 5. The files themselves never pass through the form: see `huiyin.web.shared.uploads`."""

    template = "portal/evidence.html"
    title_of_page = _("Is there anything that shows it?")

    def plain(self) -> dict[str, Any]:
        """Return nothing: the draft holds the files."""
        return {}
