"""Every command and its handler: the table of contents of what the system can do."""

from typing import Any

from huiyin.commands.handler import Handler
from huiyin.commands.learning import adopt
from huiyin.commands.people import appoint, load_offices
from huiyin.kernel.command import Command

HANDLERS: dict[type[Command], Handler[Any, Any]] = {
    adopt.Adopt: adopt.HANDLER,
    appoint.Appoint: appoint.HANDLER,
    load_offices.LoadOffices: load_offices.HANDLER,
}
