// SPDX-License-Identifier: MIT
package blinka4j.drivers.hx711;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.PinBoard;
import blinka4j.drivers.hx711.HX711.ChanGain;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import blinka4j.sim.chips.SimHX711;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HX711Test {
    private final SimBoard board = PinBoard.open().lenient();
    private final DigitalInOut data = new DigitalInOut(board.blinka().pin("D5"));
    private final DigitalInOut clock = new DigitalInOut(board.blinka().pin("D6"));
    private final SimHX711 chip = new SimHX711();
    private int rises;

    @AfterEach
    void close() {
        board.close();
    }

    private HX711 attached() {
        chip.attachTo(board, "D5", "D6");
        return new HX711(data, clock);
    }

    private static AbstractThrowableAssert<?, ?> fails(ThrowingCallable call, Kind kind) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private Duration time(Runnable call) {
        Duration before = board.clock().now();
        call.run();
        return board.clock().now().minus(before);
    }

    /** Data sheet: full scale is 0.5 AVDD / gain, 800000h to 7FFFFFh. With 5 V, a tenth of it is 1.953125 mV at a gain of 128. */
    @ParameterizedTest
    @CsvSource({
        "0, CHAN_A_GAIN_128, 0",
        "1.953125, CHAN_A_GAIN_128, 838861",
        "-1.953125, CHAN_A_GAIN_128, -838861",
        "3.90625, CHAN_A_GAIN_64, 838861",
        "-7.8125, CHAN_B_GAIN_32, -838861",
        "20, CHAN_A_GAIN_128, 8388607",
        "-20, CHAN_A_GAIN_128, -8388608",
        "80, CHAN_B_GAIN_32, 8388607",
        "-80, CHAN_B_GAIN_32, -8388608"
    })
    void aReadingIsTheVoltageInStepsOfTheFullScale(double millivolts, ChanGain chanGain, int expected) {
        HX711 adc = attached();
        if (chanGain == ChanGain.CHAN_B_GAIN_32) {
            chip.channelB(millivolts);
        } else {
            chip.channelA(millivolts);
        }
        assertThat(adc.read(chanGain)).isEqualTo(expected);
        assertThat(adc.readChannelBlocking(chanGain)).isEqualTo(expected);
        assertThat(new AnalogIn(adc, chanGain).value()).isEqualTo(expected);
    }

    /** Data sheet: the output settles in 400 ms, or four conversions, after a reset and after a change of channel or gain. */
    @Test
    void onlyTheFirstReadingAfterAChangeWaitsForTheFilter() {
        HX711 adc = attached();
        chip.channelA(10).channelB(-10);
        // 10 mV of 5 V, by gain and in 2^24 steps.
        Map<ChanGain, Integer> expected = new EnumMap<>(Map.of(
                ChanGain.CHAN_A_GAIN_128,
                4294967,
                ChanGain.CHAN_B_GAIN_32,
                -1073742,
                ChanGain.CHAN_A_GAIN_64,
                2147484));
        for (ChanGain each : expected.keySet()) {
            Duration first = time(() -> assertThat(adc.read(each)).isEqualTo(expected.get(each)));
            assertThat(first).isBetween(Duration.ofMillis(398), Duration.ofMillis(502));
            Duration second = time(() -> assertThat(adc.read(each)).isEqualTo(expected.get(each)));
            assertThat(second).isBetween(Duration.ofMillis(98), Duration.ofMillis(102));
        }
    }

    /** Data sheet: 25 pulses for channel A with 128, 26 for channel B with 32, 27 for channel A with 64. */
    @ParameterizedTest
    @CsvSource({"CHAN_A_GAIN_128, 25", "CHAN_B_GAIN_32, 26", "CHAN_A_GAIN_64, 27"})
    void thePulsesChooseChannelAndGain(ChanGain chanGain, int pulses) {
        HX711 adc = attached();
        adc.read(chanGain);
        board.pin("D6").clearHistory();
        adc.read(chanGain);
        assertThat(board.pin("D6").history()).filteredOn(SimPin.Change::level).hasSize(pulses);
        assertThat(board.pin("D6").level()).isFalse();
    }

    @Test
    void theTareValueOfAChannelIsSubtracted() {
        HX711 adc = attached();
        chip.channelA(1.953125).channelB(7.8125);
        assertThat(adc.tareValueA()).isZero();
        adc.tareValueA(838861);
        adc.tareValueB(-1000);
        assertThat(adc.read()).isZero();
        chip.channelA(0);
        assertThat(new AnalogIn(adc).value()).isEqualTo(-838861);
        assertThat(adc.read(ChanGain.CHAN_B_GAIN_32)).isEqualTo(839861);
        assertThat(adc.tareValueA()).isEqualTo(838861);
        assertThat(adc.tareValueB()).isEqualTo(-1000);
    }

    @Test
    void theAverageIsThatOfSoManyReadings() {
        HX711 adc = attached();
        chip.channelA(1.953125);
        adc.read();
        board.clock().after(Duration.ofMillis(250), () -> chip.channelA(-1.953125));
        assertThat(adc.readAverage(ChanGain.CHAN_A_GAIN_128, 8)).isEqualTo((2 - 6) * 838861 / 8.0);
        adc.tareValueA(1);
        assertThat(adc.readAverage(ChanGain.CHAN_A_GAIN_128, 1)).isEqualTo(-838862);
    }

    @Test
    void aVoltageOutOfRangeHasNoAverage() {
        HX711 adc = attached();
        for (double millivolts : new double[] {21, -21}) {
            chip.channelA(millivolts);
            fails(() -> adc.readAverage(ChanGain.CHAN_A_GAIN_128, 2), Kind.OTHER)
                    .hasMessageContaining("CHAN_A_GAIN_128")
                    .hasMessageContaining("out of range");
        }
        chip.channelA(19);
        assertThat(adc.readAverage(ChanGain.CHAN_A_GAIN_128, 2)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void anAverageOfNoReadingsIsRefused(int count) {
        HX711 adc = new HX711(data, clock);
        assertThatThrownBy(() -> adc.readAverage(ChanGain.CHAN_A_GAIN_128, count))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(count + " readings");
        assertThat(board.clock().now()).isZero();
    }

    @Test
    void aChipThatIsNeverReadyIsATimeoutAfterOneSecond() {
        HX711 adc = new HX711(data, clock);
        board.pin("D5").resistor(Pull.UP);
        assertThat(adc.isBusy()).isTrue();
        Duration time = time(() -> fails(adc::read, Kind.TIMEOUT).hasMessageContaining("not ready within 1 s"));
        assertThat(time).isBetween(Duration.ofMillis(1000), Duration.ofMillis(1005));
        board.pin("D5").resistor(null);
        chip.channelA(1.953125).attachTo(board, "D5", "D6");
        board.pin("D6").clearHistory();
        assertThat(adc.read()).isEqualTo(838861);
        // What the chip converts now is not known: it is reset, which takes one pulse, and settles in four conversions.
        assertThat(board.pin("D6").history()).filteredOn(SimPin.Change::level).hasSize(1 + 4 * 25);
    }

    /** Data sheet: the 25th pulse makes the data high. */
    @Test
    void dataThatStayLowAreNoReading() {
        HX711 adc = new HX711(data, clock);
        assertThat(adc.isBusy()).isFalse();
        fails(adc::read, Kind.OTHER).hasMessageContaining("data is low").hasMessageContaining("wiring");
        // Five times: a reset and a frame.
        assertThat(board.pin("D6").history()).filteredOn(SimPin.Change::level).hasSize(5 * (1 + 25));
    }

    /** Data sheet, T4: the clock is low for at least 0.2 µs. */
    @Test
    void aSecondPowerDownBeginsWithAClockThatIsLowForLongEnough() {
        HX711 adc = attached();
        adc.powerDown(true);
        board.pin("D6").clearHistory();
        adc.powerDown(true);
        assertThat(board.pin("D6").history()).extracting(SimPin.Change::level).containsExactly(false, true);
        assertThat(board.pin("D6")
                        .history()
                        .get(1)
                        .time()
                        .minus(board.pin("D6").history().get(0).time()))
                .isBetween(Duration.ofNanos(200), Duration.ofNanos(50_000));
    }

    private void interruptAt(int pulse, boolean level, Duration time) {
        board.pin("D6").onLevel(high -> {
            rises += high ? 1 : 0;
            if (rises == pulse && high == level) {
                board.clock().advance(time);
            }
        });
    }

    /** Data sheet: a clock that is high for more than 60 µs powers the chip down, then it resets. 50 µs are allowed. */
    @ParameterizedTest
    @CsvSource({"3, true, 61", "3, true, 55", "24, true, 1000", "25, true, 1000", "26, true, 1000", "12, false, 100000"
    })
    void aFrameThatWasInterruptedIsReadAgain(int pulse, boolean level, int micros) {
        HX711 adc = attached();
        chip.channelB(-7.8125).channelA(1);
        adc.read(ChanGain.CHAN_B_GAIN_32);
        interruptAt(pulse, level, Duration.ofNanos(micros * 1000L));
        assertThat(adc.read(ChanGain.CHAN_B_GAIN_32)).isEqualTo(-838861);
        assertThat(rises).isGreaterThan(26 + 26);
        assertThat(adc.read(ChanGain.CHAN_B_GAIN_32)).isEqualTo(-838861);
    }

    /** As of a program that has just begun: its first frames take longer, until Java has compiled the driver. */
    @Test
    void aProgramWhoseFirstFramesAreSlowGetsAReading() {
        HX711 adc = attached();
        chip.channelA(1.953125);
        board.pin("D6").onLevel(high -> {
            if (high && rises++ < 15 * 25) {
                board.clock().advance(Duration.ofNanos(70_000));
            }
        });
        assertThat(adc.read()).isEqualTo(838861);
    }

    @Test
    void aClockThatIsHighForTooLongEachTimeIsAnError() {
        HX711 adc = attached();
        board.pin("D6").onLevel(high -> {
            if (high) {
                board.clock().advance(Duration.ofNanos(70_000));
            }
        });
        fails(adc::read, Kind.OTHER).hasMessageContaining("more than 50 µs").hasMessageContaining("load");
    }

    @Test
    void aChipThatIsPoweredDownConvertsAgainAfterwards() {
        HX711 adc = attached();
        chip.channelA(1.953125).channelB(7.8125);
        adc.read(ChanGain.CHAN_B_GAIN_32);
        // It is up already.
        adc.powerDown(false);
        board.pin("D6").clearHistory();
        adc.read(ChanGain.CHAN_B_GAIN_32);
        assertThat(board.pin("D6").history()).filteredOn(SimPin.Change::level).hasSize(26);
        adc.powerDown(true);
        assertThat(board.pin("D6").level()).isTrue();
        adc.powerDown(false);
        assertThat(board.pin("D6").level()).isFalse();
        assertThat(adc.read()).isEqualTo(838861);
        adc.powerDown(true);
        assertThat(adc.read()).isEqualTo(838861);
    }

    @Test
    void anInterruptEndsTheWaitAndTheNextReadingWorks() {
        HX711 adc = attached();
        chip.channelA(1.953125);
        for (int after : new int[] {0, 250}) {
            board.clock().after(Duration.ofMillis(after), Thread.currentThread()::interrupt);
            fails(adc::read, Kind.INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(adc.read()).isEqualTo(838861);
    }

    @Test
    void aClosedPinIsAnError() {
        HX711 adc = attached();
        assertThat(adc).hasToString("HX711 on DigitalInOut(D5, input, no pull, high)");
        clock.close();
        assertThatThrownBy(adc::read).isInstanceOf(IllegalStateException.class).hasMessageContaining("D6");
    }
}
