"""What tests of the desk count."""

from dataclasses import dataclass


@dataclass
class Statements:
    """How many statements were asked of the database as a reader."""

    count: int = 0
