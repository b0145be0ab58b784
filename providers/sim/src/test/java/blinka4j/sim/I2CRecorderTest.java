// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.busio.BusClock;
import blinka4j.busio.I2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class I2CRecorderTest {
    private final SimI2CBus bus = new SimI2CBus();
    private final I2CRecorder recorder = new I2CRecorder(bus);
    private final I2C i2c = new I2C(recorder);

    @Test
    void theScriptIsTheConversationInJava() {
        bus.attach(0x44, new Registers8().register(0xD0, 0x60, 0xAB)).attach(0x70, new Registers8());
        assertThat(recorder.script()).isEmpty();
        assertThat(i2c.probe(0x44)).isTrue();
        i2c.writeToThenReadFrom(0x44, Bytes.of(0xD0), new byte[2]);
        i2c.writeTo(0x44, Bytes.of(0xF4, 0x27));
        i2c.sleep(Duration.ofMillis(10));
        i2c.sleep(Duration.ofNanos(1500));
        i2c.writeTo(0x70, Bytes.of(0x04));
        i2c.readFromInto(0x70, new byte[1]);
        i2c.writeToThenReadFrom(0x44, Bytes.of(0xD0, 0x01), new byte[1]);
        bus.unplug(0x44);
        assertThatThrownBy(() -> i2c.readFromInto(0x44, new byte[1])).isInstanceOf(BusException.class);

        assertThat(recorder.script().lines())
                .containsExactly(
                        "I2CPlayback.at(0x44)",
                        "        .register(0xD0, 0x60, 0xAB)",
                        "        .writes(0xF4, 0x27)",
                        "        .sleeps(10)",
                        "        .sleeps(Duration.ofNanos(1500))",
                        "        .then(0x70)",
                        "        .writes(0x04)",
                        "        .reads(0x00)",
                        "        .then(0x44)",
                        "        .writes(0xD0, 0x01).thenReads(0xAB)",
                        "        .fails(BusException.Kind.NO_ACKNOWLEDGE)");
    }

    @Test
    void theTimeIsThatOfTheOtherPort() {
        bus.clock().advance(Duration.ofSeconds(3));
        assertThat(new BusClock(i2c).nanos()).isEqualTo(3_000_000_000L);
    }

    @Test
    void whatWasWrittenToAnAddressCanBeChecked() {
        bus.attach(0x44, new Registers8()).attach(0x45, new Registers8());
        i2c.writeTo(0x44, Bytes.of(0xF4, 0x27));
        i2c.writeTo(0x45, Bytes.of(0x01));
        i2c.readFromInto(0x44, new byte[1]);
        i2c.writeToThenReadFrom(0x44, Bytes.of(0xD0), new byte[1]);
        assertThat(recorder.writes(0x44)).containsExactly(Bytes.of(0xF4, 0x27), Bytes.of(0xD0));
    }
}
