# SPDX-License-Identifier: MIT
NAME = "beside the program"
