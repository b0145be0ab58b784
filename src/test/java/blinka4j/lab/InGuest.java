// SPDX-License-Identifier: MIT
package blinka4j.lab;

import java.time.Duration;

/** Runs one command in a guest of its own, and prints what it printed; for measurements. */
final class InGuest {
    private static final Duration PATIENCE = Duration.ofHours(1);

    private InGuest() {}

    /** @param args the guest, {@code gpiosim} or {@code raspi3b}, and the command */
    public static void main(String[] args) {
        Machine machine = args[0].equals("gpiosim") ? GpioSim.machine() : Raspi3b.machine();
        Result result;
        try (Guest guest = Guest.boot(machine, new Overlay())) {
            result = guest.run(PATIENCE, args[1]);
        }
        System.out.print(result.out());
        System.err.print(result.err());
        System.exit(result.exit());
    }
}
