// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.microcontroller.Microcontroller;
import blinka4j.samples.launcher.Sample;
import blinka4j.watchdog.WatchDogMode;
import blinka4j.watchdog.WatchDogTimer;

/**
 * Feeds the watchdog of the machine, and stops it at the end.
 * Port of <a href="https://docs.circuitpython.org/en/latest/shared-bindings/watchdog/">the example of watchdog</a>.
 *
 * <p>Wiring: none. On Linux, only root may use {@code /dev/watchdog0} at first, and systemd must not use it. If this program is killed,
 * the machine is reset after 10 s.
 */
public final class WatchdogSimpleTest extends Sample {
    private static final int MEALS = 5;

    public WatchdogSimpleTest() {
        super("watchdog", "the watchdog of the machine is fed, and stopped at the end", WatchdogSimpleTest::main);
    }

    public static void main(String[] args) {
        try (WatchDogTimer dog = Microcontroller.watchdog()) {
            dog.timeout(10);
            dog.mode(WatchDogMode.RESET);
            System.out.printf("The watchdog waits %.0f s%n", dog.timeout());
            for (int i = 1; i <= MEALS; i++) {
                sleep(1);
                dog.feed();
                System.out.printf("Fed %d of %d times%n", i, MEALS);
            }
        }
        System.out.println("The watchdog is stopped");
    }
}
