// SPDX-License-Identifier: MIT
/** What every provider on Linux needs to know about the kernel. Programs do not use it. */
module blinka4j.kernel {
    requires transitive blinka4j.api;

    exports blinka4j.kernel;
}
