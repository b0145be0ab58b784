// SPDX-License-Identifier: MIT
package blinka4j.fake;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Line;
import blinka4j.runtime.Blinka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/** A program that ends with pins open, for a virtual machine of its own. Says in a file which of them were closed. */
public final class ExitProgram {
    private static final int FAILS = 4;
    private static final int HANGS = 5;

    private ExitProgram() {}

    /**
     * @param args the file; how to end: {@code return}, {@code exit}, or {@code wait} for a signal; the offsets of the pins to open
     */
    public static void main(String[] args) throws InterruptedException {
        Path file = Path.of(args[0]);
        Blinka blinka = Blinka.open(FakeProvider.BOARD, new FakeProvider() {
            @Override
            public GpioPort openGpio(Line line, String consumer) {
                return new Recording(file, line.offset());
            }
        });
        DigitalInOut[] pins = new DigitalInOut[args.length - 2];
        for (int i = 0; i < pins.length; i++) {
            pins[i] = new DigitalInOut(blinka.pin("D" + args[i + 2]));
            pins[i].switchToOutput(true);
        }
        System.out.println("open");
        switch (args[1]) {
            case "return" -> {}
            case "exit" -> System.exit(0);
            default -> new CountDownLatch(1).await();
        }
    }

    /** Opens a pin, closes it, and leaves nothing behind. */
    public static void openAndClose() {
        Blinka blinka = Blinka.open(FakeProvider.BOARD, new FakeProvider());
        try (DigitalInOut pin = new DigitalInOut(blinka.pin("D18"))) {
            pin.switchToOutput(true);
        }
    }

    private static final class Recording extends FakeGpio {
        private final Path file;
        private final int offset;

        Recording(Path file, int offset) {
            this.file = file;
            this.offset = offset;
        }

        @Override
        public void close() {
            if (offset == FAILS) {
                throw new IllegalStateException("as told");
            }
            if (offset == HANGS) {
                while (true) {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        // It hangs, whatever comes.
                    }
                }
            }
            super.close();
            try {
                Files.writeString(
                        file, "closed D" + offset + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
