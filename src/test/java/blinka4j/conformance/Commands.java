// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/** Executes commands from the standard input, one per line: the other end of a {@link Site.Conversation}. */
public final class Commands {
    /** Returns what to answer to the words of a command. */
    public interface Command {
        String run(String... words) throws Exception;
    }

    private Commands() {}

    /** Answers with the result of each command, or its exception, then with a line {@code #N} that ends the answer to command N. */
    public static void answer(Command command) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                answer = command.run(line.split(" "));
            } catch (Exception e) {
                answer = e.getClass().getSimpleName() + ": " + e.getMessage();
            }
            // One call, because a library may print at the same time.
            System.out.print(answer + "\n#" + ++number + "\n");
            System.out.flush();
        }
    }
}
