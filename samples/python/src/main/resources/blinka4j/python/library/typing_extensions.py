# SPDX-License-Identifier: MIT
"""Names that are in Python's typing today."""

from typing import *  # noqa: F403
