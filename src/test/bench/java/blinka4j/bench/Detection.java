// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.boards.Boards;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.fake.QuietProvider;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What {@code src/test/bench/detect} runs: a program that finds out which board the files below a folder are of, and opens a pin of it
 * on a provider that does nothing; without a folder, a program that does nothing at all.
 */
public final class Detection {
    private Detection() {}

    /** @param args the folder, and the pin */
    public static void main(String[] args) {
        if (args.length == 0) {
            return;
        }
        Detected detected =
                Objects.requireNonNull(Boards.detect(new Host(Path.of(args[0]), "Linux", Map.of("HOME", "/root"))));
        System.out.println(detected.board() + ": " + detected.evidence());
        if (args.length > 1) {
            try (DigitalInOut pin =
                    new DigitalInOut(new Pin(args[1], Hardware.open(detected.board(), new QuietProvider())))) {
                pin.switchToOutput(true);
                System.out.println(pin + " of " + detected.board().id() + " is open");
            }
        }
    }
}
