"""Settings of the whole suite."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# The same examples on every run, so that a failure is about the commit it shows up in.
# To look for new ones: pytest --hypothesis-profile=default
settings.register_profile(
    "arsip", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("arsip")
