// SPDX-License-Identifier: MIT
package blinka4j.command;

/** A subcommand of {@code blinka}. A new one is a class, and a line in {@link Commands}. */
interface Command {
    /** Exit code: all is well. */
    int OK = 0;

    /** Exit code: a problem was found, or the command failed. */
    int FAILED = 1;

    /** Exit code: wrong arguments. */
    int USAGE = 2;

    /** Its arguments, from which the usage line, the help, the completion and the man page are made. */
    Syntax syntax();

    /** Further lines of its help: what it does, and examples. */
    String help();

    /**
     * Runs the command. A {@link UsageException} becomes a usage line, a {@link blinka4j.HardwareException} its message.
     *
     * @return the exit code
     */
    int run(Arguments arguments, Console console) throws Exception;
}
