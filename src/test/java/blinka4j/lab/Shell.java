// SPDX-License-Identifier: MIT
package blinka4j.lab;

/**
 * A shell in the guest that runs many lines. To start a command, the agent needs a dozen processes, half a second in an
 * emulator. A line with only the shell's builtins needs none.
 */
final class Shell {
    private static final String PIPE = "/tmp/lab-shell";

    private final Guest guest;
    private final Job job;
    private int asked;
    private int read;

    /**
     * Starts the shell.
     *
     * @param functions shell functions for the lines to use
     */
    Shell(Guest guest, String functions) {
        this.guest = guest;
        guest.output("mkfifo " + PIPE);
        job = guest.start(functions + """
                exec 3<>%s
                count=0
                while read -r line <&3; do
                    eval "$line"
                    status=$?
                    count=$((count + 1))
                    echo "#$count $status"
                done
                """.formatted(PIPE));
    }

    /** Runs a line, which must succeed, and returns its output. */
    synchronized String output(String line) {
        guest.say(PIPE, line);
        String end = "#" + ++asked + " ";
        int status = job.awaitOut(read, end, Lab.PATIENCE);
        int next = job.awaitOut(status, "\n", Lab.PATIENCE);
        String all = job.out();
        String printed = all.substring(read, status - end.length());
        read = next;
        String exit = all.substring(status, next).strip();
        if (!exit.equals("0")) {
            throw guest.failure("exit status %s of %s\n%s%s".formatted(exit, line, printed, job.err()));
        }
        return printed;
    }
}
