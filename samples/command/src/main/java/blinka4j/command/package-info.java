// SPDX-License-Identifier: MIT
/** The command {@code blinka}. {@code samples/command/README.md} lists its subcommands. */
@NullMarked
package blinka4j.command;

import org.jspecify.annotations.NullMarked;
