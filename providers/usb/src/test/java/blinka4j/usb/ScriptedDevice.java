// SPDX-License-Identifier: MIT
package blinka4j.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;

/** A bridge that expects certain commands, and gives certain answers. Bytes at the end that are not written are 0. */
final class ScriptedDevice implements HidDevice {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private record Step(byte[] command, byte[] answer) {}

    private final Deque<Step> script = new ArrayDeque<>();
    private boolean closed;

    private static byte[] report(String hex) {
        return Arrays.copyOf(HEX.parseHex(hex), REPORT);
    }

    /** Adds a step. */
    ScriptedDevice on(String command, String answer) {
        script.add(new Step(report(command), report(answer)));
        return this;
    }

    /** A bridge as it comes from the factory, for the questions of {@link Bridge#open}: SRAM and pins of the data sheet. */
    static ScriptedDevice factory() {
        return new ScriptedDevice()
                .on("61", "61 00 12 04 00 12 08 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 03 01 01")
                .on("51", "51 00 ee ef ee ef ee ef ee ef")
                .on("10", "10 00");
    }

    @Override
    public String name() {
        return "/dev/hidraw7";
    }

    @Override
    public boolean exchange(byte[] sent, byte[] received, long timeoutNanos) {
        Step step = script.poll();
        assertThat(step).as("a step for the command " + HEX.formatHex(sent)).isNotNull();
        assertThat(HEX.formatHex(sent)).isEqualTo(HEX.formatHex(step.command()));
        System.arraycopy(step.answer(), 0, received, 0, REPORT);
        return true;
    }

    int left() {
        return script.size();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
