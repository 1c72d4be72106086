"""A program that talks to the interface."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import builders

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


class Program:
    """Sends filings and questions."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)

    def files(self, *files: SimpleUploadedFile, headers: Any = None, **changed: Any) -> Any:
        """File with these files as parts."""
        parts = {"petition": json.dumps({**builders.POLLUTION, **changed}), "files": list(files)}
        return self.client.post("/api/v1/petitions", parts, headers=headers)

    def sends(self, body: Any, path: str = "/api/v1/petitions", **headers: str) -> Any:
        """Send a body as JSON; bytes and texts as they are."""
        text = body if isinstance(body, bytes | str) else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(path, text, content_type="application/json", headers=named)

    def asks(self, number: str, query_code: str, **headers: str) -> Any:
        """Ask how a matter stands."""
        return self.sends({"number": number, "query_code": query_code}, "/api/v1/petitions/query", **headers)


@pytest.fixture
def program(installed: Any) -> Program:  # noqa: ARG001  the ground it stands on
    """A program, before a filled installation."""
    return Program()


@pytest.fixture
def report() -> SimpleUploadedFile:
    """A water-test report."""
    return SimpleUploadedFile("水质检测报告.pdf", PDF)
