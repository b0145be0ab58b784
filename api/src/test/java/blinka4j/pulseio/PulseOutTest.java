// SPDX-License-Identifier: MIT
package blinka4j.pulseio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.fake.FakeProvider;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Line;
import blinka4j.provider.PulseOutPort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PulseOutTest {
    private final List<String> calls = new ArrayList<>();
    private RuntimeException refusal;

    private final class Output implements PulseOutPort {
        @Override
        public void send(int[] micros) {
            calls.add("send " + Arrays.toString(micros));
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        public String name() {
            return "/dev/lirc0";
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private final FakeProvider provider = new FakeProvider() {
        @Override
        public PulseOutPort openPulseOut(Line line, BoardDefinition.PwmChannel channel, int frequency, int dutyCycle) {
            calls.add(
                    "open %s %s %s %s".formatted(line, channel == null ? "-" : channel.device(), frequency, dutyCycle));
            if (refusal != null) {
                throw refusal;
            }
            return new Output();
        }
    };
    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);
    private final Pin d18 = new Pin("D18", hardware);

    /** CircuitPython's {@code PulseOut(pin, *, frequency=38000, duty_cycle=1 << 15)}. */
    @Test
    void theCarrierHas38KilohertzUnlessTheProgramWantsAnother() {
        new PulseOut(d18).close();
        new PulseOut(new Pin("D4", hardware), 56_000, 21_845).close();

        assertThat(calls)
                .containsExactly(
                        "open pinctrl:18 fe20c000.pwm 38000 32768", "close", "open pinctrl:4 - 56000 21845", "close");
    }

    @Test
    void pulsesAreSentAndALastPauseIsWaitedFor() {
        try (PulseOut out = new PulseOut(d18)) {
            long start = out.clock().nanos();
            out.send(9000, 4500, 560);
            assertThat(out.clock().nanos() - start).isZero();
            out.send(9000, 4500, 560, 40_000);
            assertThat(out.clock().nanos() - start).isEqualTo(40_000_000);
            out.send(0xFFFF);
            out.send();
            assertThat(out).hasToString("PulseOut(D18)");
        }
        assertThat(calls)
                .containsExactly(
                        "open pinctrl:18 fe20c000.pwm 38000 32768",
                        "send [9000, 4500, 560]",
                        "send [9000, 4500, 560]",
                        "send [65535]",
                        "close");
    }

    /** Linux refuses a length of 0. CircuitPython's own example ends with one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 2 3 4 0 | [1, 2, 3]",
                "1 2 3 0 5 | [1, 2, 8]",
                "1 0 3 4 5 | [4, 4, 5]",
                "0 2 3 | [3]",
                "0 2 0 4 5 6 7 | [5, 6, 7]",
                "1 0 0 0 5 | [6]",
            })
    void aLengthOfZeroIsLeftOut(String lengths, String sent) {
        try (PulseOut out = new PulseOut(d18)) {
            out.send(Arrays.stream(lengths.split(" "))
                    .mapToInt(Integer::parseInt)
                    .toArray());
        }
        assertThat(calls).contains("send " + sent);
    }

    @Test
    void onlyZerosSendNothing() {
        try (PulseOut out = new PulseOut(d18)) {
            out.send(0, 0, 0);
            out.send(0, 100);
        }
        assertThat(calls).noneMatch(call -> call.startsWith("send"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aLengthHas16Bits(int length) {
        try (PulseOut out = new PulseOut(d18)) {
            assertThatThrownBy(() -> out.send(1, 2, length))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("pulse 2", length + " µs", "0 to 65535 µs");
        }
        assertThat(calls).hasSize(2);
    }

    /** LIRCBUF_SIZE and IR_MAX_DURATION of the kernel's drivers/media/rc; the number must be odd there. */
    @Test
    void atMost1023PulsesOfTogether500MillisecondsAreSent() {
        int[] most = new int[1024];
        Arrays.fill(most, 488);
        int[] longest = {65_535, 65_535, 65_535, 65_535, 65_535, 65_535, 65_535, 41_255, 65_535};
        try (PulseOut out = new PulseOut(d18)) {
            out.send(most);
            out.send(Arrays.copyOf(longest, 8));
            longest[8] = 0;
            out.send(longest);
            longest[8] = 1;
            assertThatThrownBy(() -> out.send(longest))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("PulseOut(D18)", "500001 µs", "500000 µs", "in parts");
            longest[7]--;
            out.send(longest);
        }
        assertThat(calls).hasSize(6);
    }

    /** 35 minutes. */
    @Test
    void aPauseOfMoreMicrosecondsThanAnIntHasIsRefused() {
        int[] pulses = new int[65_538];
        pulses[0] = 1;
        for (int i = 1; i < pulses.length; i += 2) {
            pulses[i] = 65_535;
        }
        try (PulseOut out = new PulseOut(d18)) {
            assertThatThrownBy(() -> out.send(pulses))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("more than 2147483647 µs", "in parts");
        }
        assertThat(calls).hasSize(2);
    }

    @Test
    void morePulsesAreRefused() {
        int[] more = new int[1025];
        Arrays.fill(more, 1);
        try (PulseOut out = new PulseOut(d18)) {
            assertThatThrownBy(() -> out.send(more))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("PulseOut(D18)", "1025 pulses", "At most 1023");
        }
        assertThat(calls).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, frequency of 0 Hz, 1 to 500000 Hz",
        "500001, 1, frequency of 500001 Hz, 1 to 500000 Hz",
        "1, 0, dutyCycle of 0, 1 to 65535",
        "1, 65536, dutyCycle of 65536, 1 to 65535"
    })
    void aCarrierOutOfRangeIsRefusedBeforeThePinIsTaken(int frequency, int dutyCycle, String what, String range) {
        assertThatThrownBy(() -> new PulseOut(d18, frequency, dutyCycle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(what, range);
        assertThat(calls).isEmpty();
        new PulseOut(d18, 500_000, 65_535).close();
        new PulseOut(d18, 1, 1).close();
    }

    @Test
    void aPinIsTakenUntilTheEnd() {
        PulseOut out = new PulseOut(d18);
        assertThatThrownBy(() -> new DigitalInOut(d18))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("PulseOut(D18)");
        assertThat(out.isClosed()).isFalse();
        out.close();
        out.close();
        assertThat(out.isClosed()).isTrue();
        assertThatThrownBy(() -> out.send(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("PulseOut(D18) is closed", "a new PulseOut");
        new DigitalInOut(d18).close();
        assertThat(calls).endsWith("close").hasSize(2);
    }

    @Test
    void afterAFailureThePinIsFree() {
        refusal = new NotAvailableException("no overlay");
        assertThatThrownBy(() -> new PulseOut(d18)).isSameAs(refusal);
        refusal = null;
        try (PulseOut out = new PulseOut(d18)) {
            refusal = new BusException(BusException.Kind.OTHER, 5, "gone");
            assertThatThrownBy(() -> out.send(1)).isSameAs(refusal);
            refusal = null;
            out.send(2);
        }
        assertThat(calls).containsSubsequence("send [1]", "send [2]", "close");
    }

    @Test
    void aPinMustBeOneOfTheBoardAndTheProviderMustSupportIt() {
        assertThatThrownBy(() -> new PulseOut(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PulseOut");
        assertThatThrownBy(() -> new PulseOut(new Pin("D99", hardware)))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("D99");
        Hardware without = Hardware.open(FakeProvider.BOARD, new FakeProvider());
        assertThatThrownBy(() -> new PulseOut(new Pin("D18", without)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("'fake'", "PulseOut", "BLINKA_PROVIDER");
        assertThat(calls).isEmpty();
    }
}
