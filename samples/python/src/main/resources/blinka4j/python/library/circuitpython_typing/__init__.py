# SPDX-License-Identifier: MIT
"""Types for annotations. They say nothing here."""

import typing


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return typing.Any
