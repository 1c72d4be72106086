"""What every command of a witness asks: where it lives."""

from pathlib import Path

import click

folder_option = click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("witness"),
    envvar="HUIYIN_WITNESS_DIR",
    show_default=True,
    help="The witness's folder; or HUIYIN_WITNESS_DIR.",
)
