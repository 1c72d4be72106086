"""The steps of a new installation, in order; each looks at what is there and adds what is missing."""

from huiyin.cli.setup import Step

STEPS: tuple[Step, ...] = ()
