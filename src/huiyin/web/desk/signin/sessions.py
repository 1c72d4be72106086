"""Web sessions, sealed at rest: while a second factor is set up, its secret waits in one."""

import base64
import binascii
import json
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from huiyin.kernel.errors import HuiyinError
from huiyin.vault.current import vault

PURPOSE = "web session"
PLACE = "django_session"


class SessionStore(DatabaseSessions):
    """Django's sessions in the database, their content sealed under the installation's key."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the table: Django's own."""
        return super().get_model_class()

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the content sealed, as text."""
        plain = json.dumps(session_dict, separators=(",", ":")).encode()
        return base64.b64encode(vault().seal_blob(PURPOSE, plain, PLACE)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return the content; what does not open is an empty session, and one signs in again."""
        try:
            sealed = base64.b64decode(session_data, validate=True)
            content: dict[str, Any] = json.loads(vault().open_blob(PURPOSE, sealed, PLACE))
        except (HuiyinError, binascii.Error):
            return {}
        return content
