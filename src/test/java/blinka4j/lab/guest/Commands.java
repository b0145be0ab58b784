// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/** Executes commands from the standard input, one per line, for {@code Dialogue}. */
final class Commands {
    /** Returns what to answer to the words of a command. */
    interface Command {
        String run(String... words) throws Exception;
    }

    private Commands() {}

    /** Answers with the result of each command, or its exception, then with a line {@code #N} that ends the answer to command N. */
    static void answer(Command command) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                answer = command.run(line.split(" "));
            } catch (Exception e) {
                answer = e.getClass().getSimpleName() + ": " + e.getMessage();
            }
            System.out.println(answer);
            System.out.println("#" + ++number);
        }
    }
}
