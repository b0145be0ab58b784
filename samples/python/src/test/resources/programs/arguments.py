# SPDX-License-Identifier: MIT
import sys

import own_helper

print(sys.argv[1:], __name__, own_helper.NAME, "21.5 °C", f"{1234.5:.1f} {10**7:d} {'İI'.lower()!r}")
sys.exit(7)
