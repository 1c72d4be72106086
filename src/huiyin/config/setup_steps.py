"""The steps of a new installation, in order; each looks at what is there and adds what is missing."""

from huiyin.cli.setting_up import demo_accounts, keys, rules, sichuan
from huiyin.cli.setup import Step

STEPS: tuple[Step, ...] = (
    Step(title="setup.keys", run=keys.make),
    Step(title="setup.sichuan", run=sichuan.load),
    Step(title="setup.rules", run=rules.adopt),
    Step(title="setup.demo_accounts", run=demo_accounts.make, only_demo=True),
)
