// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import static blinka4j.time.Time.sleep;

import blinka4j.microcontroller.Microcontroller;
import blinka4j.watchdog.WatchDogMode;
import blinka4j.watchdog.WatchDogTimer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts the watchdog with a timeout in s, feeds it for longer than that, and stops it when a file appears. */
public final class Feeding {
    private Feeding() {}

    public static void main(String[] args) {
        try (WatchDogTimer dog = Microcontroller.watchdog()) {
            dog.timeout(Double.parseDouble(args[0]));
            dog.mode(WatchDogMode.RESET);
            System.out.println("timeout " + dog.timeout());
            for (int i = 0; i < 40 || !Files.exists(Path.of(args[1])); i++) {
                sleep(0.1);
                dog.feed();
                if (i == 39) {
                    System.out.println("fed for longer");
                }
            }
        }
        System.out.println("stopped");
    }
}
