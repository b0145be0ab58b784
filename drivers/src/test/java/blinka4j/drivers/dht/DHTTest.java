// SPDX-License-Identifier: MIT
package blinka4j.drivers.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.PinException;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.PinBoard;
import blinka4j.microcontroller.Pin;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import blinka4j.sim.chips.SimDHT11;
import blinka4j.sim.chips.SimDHT22;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DHTTest {
    private final SimBoard board = PinBoard.open();
    private final Pin d4 = board.blinka().pin("D4");
    private final List<DHTBase> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(DHTBase::close);
        board.close();
    }

    private <T extends DHTBase> T open(T sensor) {
        opened.add(sensor);
        return sensor;
    }

    private void pass(double seconds) {
        board.clock().advance(Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    private static void failsWith(Kind kind, Runnable call) {
        assertThatThrownBy(call::run)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .extracting(BusException::kind)
                .isEqualTo(kind);
    }

    /**
     * Plays pulses when the program lets go of the line, the first one low. Times of the AM2302's data sheet: the answer 80 and 80 µs, a
     * bit 50 µs low and 26 or 70 µs high.
     */
    private SimPin answers(List<Integer> pulses) {
        SimPin pin = board.pin("D4").resistor(Pull.UP);
        boolean[] playing = new boolean[1];
        pin.onLevel(high -> {
            if (!high || playing[0]) {
                return;
            }
            playing[0] = true;
            long at = 30;
            for (int i = 0; i < pulses.size(); i++) {
                boolean low = i % 2 == 0;
                board.clock().after(Duration.ofNanos(at * 1000), () -> {
                    if (low) {
                        pin.drive(false);
                    } else {
                        pin.release();
                    }
                });
                at += pulses.get(i);
            }
            board.clock().after(Duration.ofNanos(at * 1000), pin::release);
            board.clock().after(Duration.ofNanos(at * 1000 + 1), () -> playing[0] = false);
        });
        return pin;
    }

    /** @param bytes in hexadecimal, with the checksum */
    private static List<Integer> frame(String bytes) {
        List<Integer> pulses = new ArrayList<>(List.of(80, 80));
        for (String each : bytes.split(" ", -1)) {
            int value = Integer.parseInt(each, 16);
            for (int bit = 7; bit >= 0; bit--) {
                pulses.add(50);
                pulses.add((value >> bit & 1) != 0 ? 70 : 26);
            }
        }
        pulses.add(50);
        return pulses;
    }

    /** Data sheet of the AM2302, pages 4 and 5: 65.2 % and 35.1 °C, and −10.1 °C. The ends are those of its ranges. */
    @ParameterizedTest
    @CsvSource({
        "02 8C 01 5F EE, 35.1, 65.2",
        "02 8C 80 65 73, -10.1, 65.2",
        "00 00 00 00 00, 0, 0",
        "03 E8 03 20 0E, 80, 100",
        "00 01 81 90 12, -40, 0.1",
        "00 01 80 01 82, -0.1, 0.1",
        "00 01 80 00 81, 0, 0.1",
    })
    void theValuesOfADht22AreThoseOfItsDataSheet(String bytes, double temperature, double humidity) {
        answers(frame(bytes));
        DHT22 sensor = open(new DHT22(d4));

        assertThat(sensor.temperature()).isEqualTo(temperature);
        assertThat(sensor.humidity()).isEqualTo(humidity);
        assertThat(sensor).hasToString("DHT22 on PulseIn(D4)");
    }

    /** Data sheet of the DHT11, pages 5 and 6: 53 % and 24.4 °C; the highest bit of the tenths is the sign: −10.1 °C. */
    @ParameterizedTest
    @CsvSource({
        "35 00 18 04 51, 24.4, 53",
        "35 00 0A 81 C0, -10.1, 53",
        "14 00 00 00 14, 0, 20",
        "5F 00 3C 00 9B, 60, 95",
        "05 00 14 80 99, -20, 5",
        "05 00 00 81 86, -0.1, 5",
    })
    void theValuesOfADht11AreThoseOfItsDataSheet(String bytes, double temperature, double humidity) {
        answers(frame(bytes));
        DHT11 sensor = open(new DHT11(d4));

        assertThat(sensor.temperature()).isEqualTo(temperature);
        assertThat(sensor.humidity()).isEqualTo(humidity);
    }

    @Test
    void theStartPulseIsLowFor18MillisecondsOr1() {
        SimPin pin = board.pin("D4").resistor(Pull.UP).clearHistory();
        DHT11 dht11 = open(new DHT11(d4));
        failsWith(Kind.NO_ACKNOWLEDGE, dht11::measure);
        assertThat(pin.history())
                .containsExactly(
                        new SimPin.Change(Duration.ZERO, false), new SimPin.Change(Duration.ofMillis(18), true));
        dht11.close();
        pin.clearHistory();
        Duration start = board.clock().now();

        failsWith(Kind.NO_ACKNOWLEDGE, open(new DHT22(d4))::measure);
        assertThat(pin.history())
                .containsExactly(new SimPin.Change(start, false), new SimPin.Change(start.plusMillis(1), true));
    }

    @Test
    void aDht21MaySendThreeMoreBytes() {
        SimDHT22 chip = new SimDHT22(3).temperature(-12.3).humidity(99.9);
        chip.attachTo(board, "D4");
        DHT21 sensor = open(new DHT21(d4));

        assertThat(sensor.temperature()).isEqualTo(-12.3);
        assertThat(sensor.humidity()).isEqualTo(99.9);
        new SimDHT22().temperature(5).attachTo(board, "D5");
        assertThat(open(new DHT21(board.blinka().pin("D5"))).temperature()).isEqualTo(5);
    }

    @Test
    void aSimulatedSensorOfEachKindIsRead() {
        new SimDHT11().temperature(-3.5).humidity(41).attachTo(board, "D4");
        DHT11 dht11 = open(new DHT11(d4));
        assertThat(dht11.temperature()).isCloseTo(-3.5, within(1e-9));
        assertThat(dht11.humidity()).isEqualTo(41);
        new SimDHT22().temperature(-39.9).humidity(12.5).attachTo(board, "D5");
        DHT22 dht22 = open(new DHT22(board.blinka().pin("D5")));
        assertThat(dht22.humidity()).isCloseTo(12.5, within(1e-9));
        assertThat(dht22.temperature()).isCloseTo(-39.9, within(1e-9));
    }

    /** The first edge comes 20 to 40 µs after the start pulse. A slow kernel may not watch yet. */
    @Test
    void anAnswerWhoseBeginningWasLostIsStillRead() {
        List<Integer> pulses = frame("02 8C 01 5F EE");
        answers(pulses.subList(2, pulses.size()));

        assertThat(open(new DHT22(d4)).temperature()).isEqualTo(35.1);
    }

    /** At most one measurement in 2 s. Both values are of one measurement. */
    @Test
    void theSensorIsAskedEvery2Seconds() {
        SimDHT22 chip = new SimDHT22().temperature(20).humidity(50);
        chip.attachTo(board, "D4");
        DHT22 sensor = open(new DHT22(d4));
        assertThat(sensor.temperature()).isEqualTo(20);
        Duration took = board.clock().now();
        assertThat(took).isBetween(Duration.ofMillis(5), Duration.ofMillis(10));

        chip.temperature(21).humidity(51);
        pass(1.9);
        assertThat(sensor.humidity()).isEqualTo(50);
        assertThat(sensor.temperature()).isEqualTo(20);
        pass(0.1);
        assertThat(sensor.humidity()).isEqualTo(51);
        assertThat(sensor.temperature()).isEqualTo(21);
    }

    /** CircuitPython's driver returns the values before, or None. */
    @Test
    void afterAFailureTheNextCallMeasuresAnew() {
        board.pin("D4").resistor(Pull.UP);
        DHT22 sensor = open(new DHT22(d4));
        failsWith(Kind.NO_ACKNOWLEDGE, sensor::temperature);
        new SimDHT22().temperature(33).attachTo(board, "D4");

        assertThat(sensor.temperature()).isEqualTo(33);
        assertThat(board.clock().now()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2010));
    }

    /** The values before are not taken for those of a measurement that failed. */
    @Test
    void aFailureAfterAMeasurementIsNotHidden() {
        SimDHT22 chip = new SimDHT22().temperature(20);
        chip.attachTo(board, "D5");
        board.wire("D4", "D5");
        DHT22 sensor = open(new DHT22(d4));
        assertThat(sensor.temperature()).isEqualTo(20);
        pass(2);
        board.unwire("D4");
        board.pin("D4").resistor(Pull.UP);
        failsWith(Kind.NO_ACKNOWLEDGE, sensor::temperature);
        board.wire("D4", "D5");
        chip.temperature(30);

        assertThat(sensor.temperature()).isEqualTo(30);
    }

    /** A pulse of a bit takes at most 75 µs. One that has lost edges is longer. */
    @ParameterizedTest
    @ValueSource(ints = {12, 41, 80, 81})
    void aPulseThatIsTooLongIsNotTakenForABit(int index) {
        List<Integer> pulses = frame("FF FF FF FF FF");
        pulses.set(index, 111);
        answers(pulses);

        failsWith(Kind.OTHER, open(new DHT22(d4))::measure);
    }

    @Test
    void aWrongBitIsAWrongChecksum() {
        List<Integer> pulses = frame("02 8C 01 5F EE");
        pulses.set(2 + 2 * 17 + 1, 70);
        answers(pulses);

        failsWith(Kind.CHECKSUM, open(new DHT22(d4))::measure);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 11, 41, 65, 79, 82})
    void anAnswerThatBreaksOffIsNotWhole(int count) {
        List<Integer> pulses = frame("02 8C 01 5F EE");
        answers(pulses.subList(0, count));

        failsWith(count < 10 ? Kind.NO_ACKNOWLEDGE : Kind.OTHER, open(new DHT22(d4))::measure);
    }

    /** Two edges are lost: bit 3 becomes part of a low pulse. The sensor's answer then stands for the first bit. */
    @Test
    void aPulseThatIsMissingInTheMiddleIsNoticed() {
        List<Integer> pulses = frame("00 00 00 00 00");
        int at = 2 + 2 * 3;
        pulses.set(at, pulses.get(at) + pulses.get(at + 1) + pulses.get(at + 2));
        pulses.remove(at + 1);
        pulses.remove(at + 1);
        answers(pulses);

        failsWith(Kind.OTHER, open(new DHT22(d4))::measure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"03 E9 00 00 EC", "00 00 03 21 24", "00 00 81 91 12", "00 00 7F FF 7E"})
    void aValueThatTheSensorCannotHaveIsAnError(String bytes) {
        answers(frame(bytes));
        DHT22 sensor = open(new DHT22(d4));

        assertThatThrownBy(sensor::measure).isInstanceOf(BusException.class).hasMessageContaining("which is not from");
    }

    @Test
    void anInterruptEndsTheWaitAndTheNextCallWorks() {
        new SimDHT22().temperature(7).attachTo(board, "D4");
        DHT22 sensor = open(new DHT22(d4));
        Thread.currentThread().interrupt();
        failsWith(Kind.INTERRUPTED, sensor::temperature);
        assertThat(Thread.interrupted()).isTrue();

        assertThat(sensor.temperature()).isEqualTo(7);
    }

    @Test
    void aSensorThatIsClosedFreesItsPinAndCannotBeRead() {
        DHT22 sensor = new DHT22(d4);
        assertThatThrownBy(() -> new DHT11(d4)).isInstanceOf(PinException.class);
        sensor.exit();
        sensor.close();

        assertThat(board.pin("D4").isHeld()).isFalse();
        assertThatThrownBy(sensor::temperature)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
