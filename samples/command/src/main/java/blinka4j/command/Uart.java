// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.busio.UART;
import blinka4j.runtime.Blinka;
import blinka4j.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** {@code blinka uart}: talks to a serial port. */
final class Uart implements Command {
    private static final double PAUSE = 0.01;

    @Override
    public Syntax syntax() {
        return new Syntax("uart", "[PORT]", 0, 1, Syntax.Words.PORTS)
                .with("--baud", "N", "bits per second; 9600 if not given")
                .with("--send", "TEXT", "send this and a line end, and end when nothing more comes")
                .with("--hex", "", "print what comes as hexadecimal bytes")
                .with("--for", "TIME", "end after this time, such as 2s");
    }

    @Override
    public String help() {
        return """
                Prints what comes from a serial port, and sends it the lines of the standard input, until
                Ctrl-C. PORT is a device file, such as /dev/ttyUSB0; by default the board's port.

                blinka uart --baud 115200
                blinka uart /dev/ttyUSB0 --send 'AT' --for 1s""";
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        int baud = arguments.number("--baud", 9600);
        if (baud <= 0) {
            throw new UsageException("--baud '%s' is not possible: expected more than 0".formatted(baud));
        }
        double seconds = arguments.seconds("--for", 0);
        boolean hex = arguments.has("--hex");
        String port = arguments.operand(0, "");
        Blinka blinka = console.board();
        try (UART uart = port.isEmpty() ? blinka.uart() : new UART(port, baud)) {
            uart.baudrate(baud);
            uart.timeout(0);
            String text = arguments.option("--send", "");
            boolean once = arguments.has("--send");
            if (once) {
                uart.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            double silent = 0;
            double began = Time.monotonic(blinka);
            byte[] line = new byte[256];
            while (seconds == 0 || Time.monotonic(blinka) - began < seconds) {
                byte[] came = uart.read(256);
                if (came.length > 0) {
                    silent = 0;
                    if (hex) {
                        console.line(HexFormat.ofDelimiter(" ").formatHex(came));
                    } else {
                        console.bytes(came);
                    }
                } else {
                    silent += PAUSE;
                    Time.sleep(blinka, PAUSE);
                }
                if (once && silent >= 1) {
                    return OK;
                }
                if (!once && console.in().available() > 0) {
                    int count = console.in().read(line);
                    if (count > 0) {
                        uart.write(line, 0, count);
                    }
                }
            }
        }
        return OK;
    }
}
