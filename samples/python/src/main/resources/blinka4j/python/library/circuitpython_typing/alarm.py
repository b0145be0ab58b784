# SPDX-License-Identifier: MIT
from circuitpython_typing import __getattr__  # noqa: F401
