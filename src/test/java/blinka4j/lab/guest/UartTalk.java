// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import blinka4j.HardwareException;
import blinka4j.board.Board;
import blinka4j.busio.UART;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Talks over the serial port with the test at the other end. The standard output says whose turn it is. */
public final class UartTalk {
    /** How many bytes go each way at the same time. */
    public static final int COUNT = 65_536;

    /** The seed of the random bytes that this program sends. */
    public static final long SEED = 2;

    private static final int[] WRITES = {1, 4097, 13, 999, 8191, 5};
    private static final int[] READS = {3, 1000, 1, 4096, 77, 9001};

    private UartTalk() {}

    public static void main(String[] args) throws InterruptedException {
        try (UART uart = new UART(Board.TX, Board.RX, 115_200)) {
            uart.timeout(100);
            bothWays(uart);

            uart.baudrate(57_600);
            System.out.println("baudrate " + uart.baudrate());
            uart.write(uart.read(5));

            System.out.println("lines");
            for (int i = 0; i < 3; i++) {
                uart.timeout(i < 2 ? 100 : 1);
                System.out.println("<" + new String(uart.readLine(), US_ASCII).replace("\n", "\\n") + ">");
            }

            uart.timeout(0.25);
            long start = System.nanoTime();
            int count = uart.read(10).length;
            System.out.println(
                    count + " bytes came in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms");

            System.out.println("rubbish");
            while (uart.inWaiting() < 7) {
                Thread.sleep(10);
            }
            System.out.print("waiting: " + uart.inWaiting());
            uart.resetInputBuffer();
            System.out.println(", after resetInputBuffer: " + uart.inWaiting());

            uart.timeout(100);
            System.out.println("unplug");
            System.out.println(uart.read(1).length + " bytes");
        } catch (HardwareException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static void bothWays(UART uart) throws InterruptedException {
        byte[] sent = new byte[COUNT];
        new Random(SEED).nextBytes(sent);
        Thread writer = new Thread(
                () -> {
                    for (int at = 0, i = 0; at < COUNT; i++) {
                        int end = Math.min(COUNT, at + WRITES[i % WRITES.length]);
                        at += uart.write(sent, at, end);
                    }
                },
                "writer");
        System.out.println("ready");
        writer.start();
        byte[] received = new byte[COUNT];
        for (int at = 0, i = 0; at < COUNT; i++) {
            byte[] part = uart.read(Math.min(COUNT - at, READS[i % READS.length]));
            System.arraycopy(part, 0, received, at, part.length);
            at += part.length;
        }
        writer.join();
        System.out.println("received " + sha256(received));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
