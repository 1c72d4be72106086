"""Properties of the rules are about answers, not about time: a busy machine fails none of them."""

import hypothesis

hypothesis.settings.register_profile("rules", deadline=None)
hypothesis.settings.load_profile("rules")
