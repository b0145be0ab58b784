// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.pwmio.PWMOut;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes pulses on a pin. After each step it prints the content of the output's files as a line {@code STEP = PERIOD DUTY_CYCLE ENABLE
 * POLARITY}. The arguments are the name of the pin and the folder of the controller.
 */
public final class Pulses {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 500;

    private final Path output;

    private Pulses(Path output) {
        this.output = output;
    }

    public static void main(String[] args) throws IOException {
        new Pulses(Path.of(args[1], "pwm0")).run(Board.pin(args[0]));
    }

    private void run(Pin pin) throws IOException {
        show("before");
        PWMOut pwm = new PWMOut(pin, 0, 500, true);
        show("low");
        pwm.dutyCycle(32768);
        show("half");
        pwm.dutyCycle(65535);
        show("high");
        pwm.frequency(440);
        show("higher");
        pwm.frequency(50);
        show("lower");
        pwm.dutyCycle(4915);
        show("servo");
        refuse("digital", () -> new DigitalInOut(pin));
        refuse("twice", () -> new PWMOut(pin));
        System.out.println("allocated = " + allocated(pwm));
        pwm.close();
        pwm.close();
        show("closed");
        try (PWMOut again = new PWMOut(pin, 65535, 1000)) {
            show("again");
            System.out.println("frequency = " + again.frequency());
        }
        show("end");
    }

    private void show(String step) throws IOException {
        System.out.println(step + " = "
                + (Files.exists(output)
                        ? "%s %s %s %s".formatted(read("period"), read("duty_cycle"), read("enable"), read("polarity"))
                        : "not exported"));
    }

    private String read(String attribute) throws IOException {
        return Files.readString(output.resolve(attribute)).strip();
    }

    private static void refuse(String step, Runnable attempt) {
        try {
            attempt.run();
            System.out.println(step + " = it worked");
        } catch (RuntimeException e) {
            System.out.println(step + " = " + e.getMessage());
        }
    }

    /** The least of up to a hundred rounds. The virtual machine itself allocates now and then, as when it links a call site. */
    private static long allocated(PWMOut pwm) {
        long asking = Long.MAX_VALUE;
        long both = Long.MAX_VALUE;
        int round = 0;
        do {
            // Twice, so that what asking costs is known too.
            long first = THREADS.getCurrentThreadAllocatedBytes();
            long second = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 1; i <= CALLS; i++) {
                pwm.dutyCycle(i);
            }
            asking = Math.min(asking, second - first);
            both = Math.min(both, THREADS.getCurrentThreadAllocatedBytes() - second);
        } while (both > asking && ++round < 100);
        return both - asking;
    }
}
