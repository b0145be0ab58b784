// SPDX-License-Identifier: MIT
package blinka4j.lab;

import blinka4j.conformance.Site;
import java.util.concurrent.atomic.AtomicInteger;

/** A program in the guest that answers each line on its standard input, and ends each answer with a line {@code #N}. */
final class Dialogue implements Site.Conversation {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Lab lab;
    private final String pipe = "/tmp/dialogue-" + COUNT.incrementAndGet();
    private final Job job;
    private int asked;
    private int read;

    Dialogue(Lab lab, Program program) {
        this.lab = lab;
        lab.guest().output("mkfifo " + pipe);
        job = lab.guest().start("exec " + program.command() + " <>" + pipe);
    }

    /** Sends a line and returns the answer to it. */
    @Override
    public synchronized String ask(String line) {
        say(line);
        return answer();
    }

    /** Sends a line. What the program prints until it answers can be awaited by {@link #job}. */
    synchronized void say(String line) {
        lab.guest().say(pipe, line);
        System.out.println("> " + line);
        asked++;
    }

    /** Returns the answer to the last line. */
    synchronized String answer() {
        String end = "#" + asked + "\n";
        job.awaitOut(end, Lab.PATIENCE);
        String all = job.out();
        int to = all.indexOf(end, read);
        String answer = all.substring(read, to).strip();
        read = to + end.length();
        System.out.println(Lab.indent(answer));
        return answer;
    }

    /** Sends signals to the program. */
    Job job() {
        return job;
    }

    @Override
    public boolean running() {
        return job.running();
    }

    @Override
    public void kill() {
        job.signal("KILL");
        job.await(Lab.PATIENCE);
    }

    @Override
    public void close() {
        job.close();
        if (!job.err().isEmpty()) {
            System.out.println("on its error output:\n" + Lab.indent(job.err()));
        }
    }
}
