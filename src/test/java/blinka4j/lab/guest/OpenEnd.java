// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Opens a port, a bus and pins, and returns from its main method without closing them. The virtual machine must then end.
 * The arguments are the names of the pins. Their edges are printed until each pin had one.
 */
public final class OpenEnd {
    private OpenEnd() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Board.uart();
        try (UART uart = again()) {
            System.out.println("the port is open again: " + uart);
        }
        I2C i2c = Board.i2c();
        System.out.println("a sensor answers: " + i2c.probe(0x48));
        CountDownLatch seen = new CountDownLatch(args.length);
        for (String name : args) {
            boolean[] first = {true};
            new DigitalInOut(Board.pin(name)).onEdge(Edge.BOTH, event -> {
                System.out.println(name + ": " + event.edge());
                if (first[0]) {
                    first[0] = false;
                    seen.countDown();
                }
            });
        }
        System.out.println("watching");
        if (!seen.await(4, TimeUnit.MINUTES)) {
            System.out.println("edges are missing");
        }
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            status.filter(line -> line.startsWith("Threads:")).forEach(System.out::println);
        }
        System.out.println("the end of main");
    }

    private static UART again() {
        Board.uart().close();
        return Board.uart();
    }
}
