// SPDX-License-Identifier: MIT
/** Knowledge of the Linux kernel that all providers share. Programs do not use it. */
module blinka4j.kernel {
    requires transitive blinka4j.api;

    exports blinka4j.kernel;
}
