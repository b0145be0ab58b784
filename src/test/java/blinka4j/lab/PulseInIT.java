// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.drivers.irremote.IRMessage;
import blinka4j.drivers.irremote.IRRemote;
import blinka4j.lab.guest.PulseFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Frames of a DHT22 and of an infrared remote control, driven into lines of the kernel's GPIO simulator and recorded by a {@code PulseIn}.
 * The guest cannot drive pulses of 26 µs, so the frames are slower by a factor.
 */
@ExtendWith(Lab.Extension.class)
class PulseInIT {
    private static final int DHT_FACTOR = 150;
    private static final int NEC_FACTOR = 7;

    private final Lab lab;

    PulseInIT(@On("gpiosim") Lab lab) {
        this.lab = lab;
    }

    /** Data sheet of the AM2302: 65.2 % and −10.1 °C. The trigger makes the pin an output and an input again; no edge may be lost then. */
    @Test
    void theFrameOfADht22IsDecodedToItsBytes() {
        List<Integer> frame = new ArrayList<>(List.of(80, 80));
        int[] bytes = {0x02, 0x8C, 0x80, 0x65, 0x73};
        for (int each : bytes) {
            for (int bit = 7; bit >= 0; bit--) {
                frame.add(50);
                frame.add((each >> bit & 1) != 0 ? 70 : 26);
            }
        }
        frame.add(50);

        List<List<Integer>> recorded = record(24, 60_000, frame, DHT_FACTOR);

        assertThat(recorded.get(recorded.size() - 1)).hasSize(83);
        assertThat(decodeDht(recorded.get(recorded.size() - 1))).containsExactly(bytes);
        for (List<Integer> late : recorded) {
            int[] decoded = decodeDht(late);
            boolean valid =
                    late.size() == 83 && (decoded[0] + decoded[1] + decoded[2] + decoded[3] & 0xFF) == decoded[4];
            assertThat(!valid || Arrays.equals(decoded, bytes))
                    .as("%s is not taken for another frame", late)
                    .isTrue();
        }
    }

    private static int[] decodeDht(List<Integer> pulses) {
        int[] bytes = new int[5];
        for (int bit = 0; bit < 40 && 3 + 2 * bit < pulses.size(); bit++) {
            bytes[bit / 8] = bytes[bit / 8] << 1 | (pulses.get(3 + 2 * bit) > 51 ? 1 : 0);
        }
        return bytes;
    }

    /** NEC: address 04, command 08, each with its complement, the lowest bit first. */
    @Test
    void theFrameOfAnInfraredRemoteControlIsDecodedToItsBytes() {
        List<Integer> frame = new ArrayList<>(List.of(9000, 4500));
        for (int each : new int[] {0x04, 0xFB, 0x08, 0xF7}) {
            for (int bit = 0; bit < 8; bit++) {
                frame.add(560);
                frame.add((each >> bit & 1) != 0 ? 1690 : 560);
            }
        }
        frame.add(560);

        List<List<Integer>> recorded = record(25, 0, frame, NEC_FACTOR);

        List<Integer> last = recorded.get(recorded.size() - 1);
        assertThat(last).hasSize(67);
        assertThat(((IRMessage) IRRemote.decodeBits(last)).code()).containsExactly(0x20, 0xDF, 0x10, 0xEF);
        for (int i = 0; i < frame.size(); i++) {
            assertThat(last.get(i)).as("pulse " + i).isBetween(frame.get(i) / 2, frame.get(i) * 3 / 2);
        }
    }

    /** Returns the recorded frames, the last one of which was driven in time, as if the frame had not been slowed down. */
    private List<List<Integer>> record(int line, int trigger, List<Integer> frame, int factor) {
        String device = lab.guest()
                .shell()
                .output("device " + GpioSim.CHIP + " && echo $device")
                .strip();
        Stream<String> pulses = frame.stream().map(each -> String.valueOf(each * factor));
        String output = lab.finish(
                lab.start(
                        PulseFrames.class,
                        Stream.concat(
                                        Stream.of("D" + line, device + "/sim_gpio" + line, String.valueOf(trigger)),
                                        pulses)
                                .toArray(String[]::new)),
                Lab.PATIENCE);
        // One waits for edges. Another may be kept to wait while the first one calls a listener.
        assertThat(Lab.line(output, "threads at rest:")).matches("[12] used 0 ns");
        assertThat(Lab.line(output, "threads after close:")).isEqualTo("0");
        assertThat(lab.guest().output("gpioinfo " + GpioSim.CHIP).lines().filter(text -> text.contains("\"D" + line)))
                .singleElement()
                .asString()
                .contains("unused");
        assertThat(output).as("a frame that was driven in time").contains("in time: ");
        return output.lines()
                .filter(text -> text.matches("(late|in time): .*"))
                .map(text -> Arrays.stream(text.replaceFirst(".*: ", "").split(" "))
                        .filter(each -> !each.isEmpty())
                        .map(each -> Math.round(Float.parseFloat(each) / factor))
                        .collect(Collectors.toList()))
                .toList();
    }
}
