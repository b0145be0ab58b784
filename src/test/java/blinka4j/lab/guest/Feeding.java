// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import static blinka4j.time.Time.sleep;

import blinka4j.conformance.Commands;
import blinka4j.microcontroller.Microcontroller;
import blinka4j.watchdog.WatchDogMode;
import blinka4j.watchdog.WatchDogTimer;
import java.io.IOException;

/** Executes commands for the watchdog: {@code start SECONDS}, {@code feed SECONDS} feeds it for so long, and {@code stop}. */
public final class Feeding {
    private Feeding() {}

    public static void main(String[] args) throws IOException {
        WatchDogTimer dog = Microcontroller.watchdog();
        Commands.answer(words -> {
            switch (words[0]) {
                case "start" -> {
                    dog.timeout(Double.parseDouble(words[1]));
                    dog.mode(WatchDogMode.RESET);
                    return "timeout " + dog.timeout();
                }
                case "feed" -> {
                    for (long end = System.nanoTime() + (long) (1e9 * Double.parseDouble(words[1]));
                            System.nanoTime() - end < 0; ) {
                        sleep(0.1);
                        dog.feed();
                    }
                }
                case "stop" -> dog.close();
                default -> throw new IllegalArgumentException("no such command: " + words[0]);
            }
            return "ok";
        });
    }
}
