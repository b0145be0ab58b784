// SPDX-License-Identifier: MIT
package blinka4j.mcp2221;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;

/**
 * Shows a played bridge to the kernel as a USB device, through {@code /dev/uhid}, whose events are in {@code linux/uhid.h}. Closing it is
 * pulling out the cable.
 */
public final class Uhid implements AutoCloseable {
    private static final int START_OF_EVENT = Integer.BYTES;
    private static final int DATA_MAX = 4096;
    /** In front of the descriptor in {@code struct uhid_create2_req}, the longest event. */
    private static final int REQUEST = 276;

    private static final int EVENT = START_OF_EVENT + REQUEST + DATA_MAX;

    private static final int OUTPUT = 6;
    private static final int CREATE2 = 11;
    private static final int INPUT2 = 12;

    private static final int NAME = START_OF_EVENT;
    private static final int DESCRIPTOR_SIZE = START_OF_EVENT + 256;
    private static final int DESCRIPTOR = START_OF_EVENT + REQUEST;

    private static final short BUS_USB = 3;
    private static final int REPORT = 64;

    /** As the device has it: reports of 64 bytes in both directions, without IDs. */
    private static final byte[] REPORTS =
            HexFormat.of().parseHex("0600ff0901a10109021500" + "26ff00750895408102" + "0903150026ff00750895409102c0");

    private final PlayedMcp2221 bridge;
    private final FileChannel channel;
    private final Thread thread;
    /** The number of commands after which it goes; -1 for never. */
    private volatile int left;

    /** @param commands the number of commands after which it goes, without an answer to the last one; -1 for never */
    public Uhid(PlayedMcp2221 bridge, int commands) throws IOException {
        this.bridge = bridge;
        this.left = commands;
        channel = FileChannel.open(Path.of("/dev/uhid"), StandardOpenOption.READ, StandardOpenOption.WRITE);
        ByteBuffer create = event(CREATE2);
        create.put(NAME, "MCP2221 USB-I2C/UART Combo".getBytes(US_ASCII));
        create.putShort(DESCRIPTOR_SIZE, (short) REPORTS.length);
        create.putShort(DESCRIPTOR_SIZE + 2, BUS_USB);
        create.putInt(DESCRIPTOR_SIZE + 4, 0x04D8);
        create.putInt(DESCRIPTOR_SIZE + 8, 0x00DD);
        create.put(DESCRIPTOR, REPORTS);
        channel.write(create);
        thread = new Thread(this::play, "bridge");
        thread.setDaemon(true);
        thread.start();
    }

    private static ByteBuffer event(int type) {
        return ByteBuffer.allocate(EVENT).order(ByteOrder.nativeOrder()).putInt(0, type);
    }

    private void play() {
        try {
            ByteBuffer event = event(0);
            while (channel.read(event.clear()) > 0) {
                if (event.getInt(0) == OUTPUT && !takes(event)) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            // It was pulled out.
        }
    }

    /** Answers a report. Returns false if the cable is pulled out now. */
    private boolean takes(ByteBuffer event) throws IOException {
        int size = event.getShort(START_OF_EVENT + DATA_MAX);
        // hidraw's reports begin with their number, 0. The kernel's driver sends them without.
        int number = event.get(START_OF_EVENT) == 0 ? 1 : 0;
        byte[] command = new byte[REPORT];
        event.get(START_OF_EVENT + number, command, 0, Math.min(REPORT, size - number));
        if (left == 0) {
            return false;
        }
        left--;
        byte[] answer = bridge.answer(command);
        if (answer != null) {
            ByteBuffer input = event(INPUT2);
            input.putShort(START_OF_EVENT, (short) REPORT);
            input.put(START_OF_EVENT + Short.BYTES, answer);
            channel.write(input);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
