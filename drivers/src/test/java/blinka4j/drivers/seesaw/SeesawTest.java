// SPDX-License-Identifier: MIT
package blinka4j.drivers.seesaw;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.PinBoard;
import blinka4j.drivers.seesaw.Seesaw.PinMode;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimSeesaw;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules, functions and numbers are those of Adafruit_Seesaw.h and Adafruit_seesawPeripheral. */
class SeesawTest {
    private static final int CRICKIT = 9999;
    private static final Map<String, PinMap> MAPS = Map.of(
            "ATTINY8X7", PinMap.ATTINY8X7,
            "ATTINYX16", PinMap.ATTINYX16,
            "SAMD09", PinMap.SAMD09,
            "CRICKIT", PinMap.CRICKIT,
            "MM1", PinMap.MM1);

    private final SimSeesaw chip = new SimSeesaw();
    private final SimI2CBus bus = new SimI2CBus().attach(0x49, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    private static Seesaw on(SimSeesaw chip) {
        return new Seesaw(new I2C(new SimI2CBus().attach(0x49, chip)));
    }

    /** A board after its construction. The id and the version are each read twice. */
    private static I2CPlayback board(int id, int product) {
        return I2CPlayback.at(0x49)
                .writes(0x00, 0x7F, 0xFF)
                .sleeps(500)
                .writes(0x00, 0x01)
                .sleeps(8)
                .reads(id)
                .writes(0x00, 0x01)
                .sleeps(8)
                .reads(id)
                .writes(0x00, 0x02)
                .sleeps(8)
                .reads(product >> 8, product & 0xFF, 0x1A, 0x2B)
                .writes(0x00, 0x02)
                .sleeps(8)
                .reads(product >> 8, product & 0xFF, 0x1A, 0x2B);
    }

    @ParameterizedTest
    @CsvSource({
        "0x55, 4991, SAMD09",
        "0x55, 9999, CRICKIT",
        "0x55, 9998, MM1",
        "0x46, 5233, ATTINYX16",
        "0x84, 5233, ATTINYX16",
        "0x86, 5233, ATTINYX16",
        "0x88, 5233, ATTINYX16",
        "0x85, 5233, ATTINY8X7",
        "0x87, 5233, ATTINY8X7",
        "0x89, 5233, ATTINY8X7",
        "0x87, 5690, ATTINYX16",
        "0x87, 5681, ATTINYX16",
        "0x87, 5743, ATTINYX16"
    })
    void theIdAndTheProductSelectTheMapOfThePins(int id, int product, String expected) {
        try (I2CPlayback played = board(id, product)) {
            Seesaw seesaw = new Seesaw(new I2C(played));
            assertThat(seesaw.pinMapping()).isEqualTo(MAPS.get(expected));
            assertThat(seesaw.chipId()).isEqualTo(id);
        }
    }

    @Test
    void withoutAResetThePinsKeepTheirState() {
        new Seesaw(i2c).pinMode(24, PinMode.OUTPUT);
        new Seesaw(i2c, 0x49, null, false);
        assertThat(chip.pins().outputs()).isEqualTo(1 << 24);
        new Seesaw(i2c);
        assertThat(chip.pins().outputs()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x12, 0x54, 0x83, 0x8A, 0xFF})
    void anotherChipIsNotFound(int id) {
        assertThatThrownBy(() -> on(new SimSeesaw(id, 4991)))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("seesaw")
                .hasMessageContaining("0x%02x".formatted(id));
    }

    @Test
    void anAbsentBoardIsNotFound() {
        assertThatThrownBy(() -> new Seesaw(i2c, 0x36))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("0x36");
    }

    /** Before the first reading are the probe, the reset and the command; before the second one another command. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void anIdThatWasReadWrongOnceDoesNotSelectAnotherMap(int before) {
        SimSeesaw tiny = new SimSeesaw(0x86, 5233);
        FaultyI2C port = new FaultyI2C(new SimI2CBus().attach(0x49, tiny));
        I2C faultyBus = new I2C(port);
        // 0x86 becomes 0x87.
        port.flipNext(before, 0);
        assertThat(new Seesaw(faultyBus).pinMapping()).isEqualTo(PinMap.ATTINYX16);
    }

    @Test
    void versionAndOptionsAreWords() {
        try (I2CPlayback played = board(0x55, 4991)
                .writes(0x00, 0x02)
                .sleeps(8)
                .reads(0x13, 0x7F, 0x1A, 0x2B)
                .writes(0x00, 0x03)
                .sleeps(8)
                .reads(0x00, 0x02, 0xEB, 0x03)) {
            Seesaw seesaw = new Seesaw(new I2C(played));
            assertThat(seesaw.getVersion() >> 16).isEqualTo(4991);
            assertThat(seesaw.getOptions()).isEqualTo(0x2EB03);
        }
    }

    /** Adafruit_Seesaw.cpp: a signed number of 1/65536 °C. CircuitPython clears the sign. */
    @ParameterizedTest
    @CsvSource({
        "0x00, 0x19, 0x80, 0x00, 25.5",
        "0x00, 0x00, 0x00, 0x01, 0.0000152587890625",
        "0xFF, 0xFF, 0x00, 0x00, -1",
        "0xFF, 0xD8, 0x00, 0x00, -40",
        "0x00, 0x7D, 0x00, 0x00, 125"
    })
    void theTemperatureIsSigned(int first, int second, int third, int fourth, double celsius) {
        try (I2CPlayback played = board(0x55, 4991).writes(0x00, 0x04).sleeps(5).reads(first, second, third, fourth)) {
            assertThat(new Seesaw(new I2C(played)).getTemp()).isEqualTo(celsius);
        }
    }

    @Test
    void aTemperatureThatNoBoardHasIsAnError() {
        try (I2CPlayback played = board(0x55, 4991)
                .writes(0x00, 0x04)
                .sleeps(5)
                .reads(0xFF, 0xFF, 0xFF, 0xFF)
                .writes(0x00, 0x04)
                .sleeps(5)
                .reads(0x40, 0x19, 0, 0)) {
            Seesaw seesaw = new Seesaw(new I2C(played));
            assertThat(seesaw.getTemp()).isBetween(-1.0, 0.0);
            assertThatThrownBy(seesaw::getTemp)
                    .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                    .returns(Kind.OTHER, BusException::kind);
        }
    }

    /** tinygo-org/drivers, seesaw_test.go: 0x01F4 is 500. */
    @Test
    void moistureIsReadAgainIfThereIsNone() {
        try (I2CPlayback played = board(0x55, 4026)
                .writes(0x0F, 0x10)
                .sleeps(5)
                .reads(0xFF, 0xFF)
                .sleeps(1)
                .writes(0x0F, 0x10)
                .sleeps(5)
                .reads(0x01, 0xF4)
                .sleeps(1)) {
            assertThat(new Seesaw(new I2C(played)).moistureRead()).isEqualTo(500);
        }
    }

    @Test
    void fiveReadingsWithoutMoistureAreAnError() {
        I2CPlayback played = board(0x55, 4026);
        for (int i = 0; i < 5; i++) {
            played.writes(0x0F, 0x10).sleeps(5).reads(0xFF, 0xFF).sleeps(1);
        }
        try (played) {
            assertThatThrownBy(new Seesaw(new I2C(played))::moistureRead)
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("moisture");
        }
    }

    @Test
    void theModesOfAPinAreBitsOfPortA() {
        try (I2CPlayback played = board(0x55, 4991)
                .writes(0x01, 0x02, 0x01, 0x00, 0x00, 0x00)
                .writes(0x01, 0x03, 0x01, 0x00, 0x00, 0x00)
                .writes(0x01, 0x0C, 0x01, 0x00, 0x00, 0x00)
                .writes(0x01, 0x03, 0x80, 0x00, 0x00, 0x00)
                .writes(0x01, 0x0B, 0x80, 0x00, 0x00, 0x00)
                .writes(0x01, 0x05, 0x80, 0x00, 0x00, 0x00)
                .writes(0x01, 0x03, 0x00, 0x00, 0x00, 0x01)
                .writes(0x01, 0x0B, 0x00, 0x00, 0x00, 0x01)
                .writes(0x01, 0x06, 0x00, 0x00, 0x00, 0x01)) {
            Seesaw seesaw = new Seesaw(new I2C(played));
            seesaw.pinMode(24, PinMode.OUTPUT);
            seesaw.pinMode(24, PinMode.INPUT);
            seesaw.pinModeBulk(1 << 31, PinMode.INPUT_PULLUP);
            seesaw.pinMode(0, PinMode.INPUT_PULLDOWN);
        }
    }

    /** Four bytes of port A go first. */
    @Test
    void pinsFrom32OnAreBitsOfPortB() {
        try (I2CPlayback played = board(0x55, CRICKIT)
                .writes(0x01, 0x02, 0, 0, 0, 0, 0, 0, 0x01, 0x00)
                .writes(0x01, 0x05, 0, 0, 0, 0, 0, 0, 0x01, 0x00)
                .writes(0x01, 0x06, 0, 0, 0, 0, 0x80, 0, 0x01, 0x00)
                .writes(0x01, 0x04)
                .sleeps(8)
                .reads(0xFF, 0xFF, 0xFF, 0xFF, 0x80, 0x00, 0x01, 0x00)
                .writes(0x01, 0x04)
                .sleeps(8)
                .reads(0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x01, 0x00)
                .writes(0x01, 0x04)
                .sleeps(8)
                .reads(0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00)) {
            Seesaw seesaw = new Seesaw(new I2C(played));
            seesaw.pinMode(40, PinMode.OUTPUT);
            seesaw.digitalWrite(40, true);
            seesaw.digitalWriteBulkB(1 << 31 | 1 << 8, false);
            assertThat(seesaw.digitalRead(63)).isTrue();
            assertThat(seesaw.digitalReadBulkB(0xFFFF)).isEqualTo(0x100);
            assertThat(seesaw.digitalRead(40)).isFalse();
        }
    }

    @Test
    void levelsAreThoseOfTheMask() {
        Seesaw seesaw = new Seesaw(i2c);
        chip.pins().connect(3, 1);
        chip.pins().connect(31, 1);
        assertThat(seesaw.digitalReadBulk(-1)).isEqualTo(1 << 31 | 1 << 3);
        assertThat(seesaw.digitalReadBulk(0xFF, 0.001)).isEqualTo(1 << 3);
        assertThat(seesaw.digitalRead(3)).isTrue();
        assertThat(seesaw.digitalRead(4)).isFalse();
        seesaw.digitalWriteBulk(0x30, true);
        seesaw.pinModeBulk(0x30, PinMode.OUTPUT);
        assertThat(seesaw.digitalReadBulk(0xFF)).isEqualTo(0x38);
    }

    @Test
    void interruptsAreToldOnce() {
        Seesaw seesaw = new Seesaw(i2c);
        seesaw.setGPIOInterrupts(1 << 24, true);
        chip.pins().connect(24, 1);
        chip.pins().connect(23, 1);
        assertThat(seesaw.getGPIOInterruptFlag()).isEqualTo(1 << 24);
        assertThat(seesaw.getGPIOInterruptFlag()).isZero();
        seesaw.setGPIOInterrupts(1 << 24, false);
        chip.pins().connect(24, 0);
        assertThat(seesaw.getGPIOInterruptFlag(0.001)).isZero();
    }

    /** Adafruit_seesawPeripheral: PULLENSET is INPUT_PULLUP, whatever the level. */
    @Test
    void anATtinyHasNoPullDown() {
        Seesaw seesaw = on(new SimSeesaw(0x87, 5233));
        assertThatThrownBy(() -> seesaw.pinMode(5, PinMode.INPUT_PULLDOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INPUT_PULLDOWN");
    }

    /** The ATSAMD firmware counts the pins of a function, that of the ATtiny does not. */
    @ParameterizedTest
    @CsvSource({"0x55, 4991, 3, 0x08", "0x55, 9999, 40, 0x09", "0x55, 9998, 34, 0x08", "0x87, 5233, 18, 0x19"})
    void anAnalogPinIsAChannelOfTheConverter(int id, int product, int pin, int function) {
        try (I2CPlayback played =
                board(id, product).writes(0x09, function).sleeps(8).reads(0x02, 0x34)) {
            assertThat(new Seesaw(new I2C(played)).analogRead(pin)).isEqualTo(0x234);
        }
    }

    /** Adafruit_Seesaw.cpp: 0 to 1023. */
    @Test
    void anAnalogValueOfMoreThanTenBitsIsAnError() {
        Seesaw seesaw = new Seesaw(i2c);
        chip.pins().analog(0, 1023);
        assertThat(seesaw.analogRead(2, 0.001)).isEqualTo(1023);
        chip.pins().analog(0, 1024);
        assertThatThrownBy(() -> seesaw.analogRead(2))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("1024");
    }

    @ParameterizedTest
    @CsvSource({
        "0x55, 4991, 5, 255, '1, 255'",
        "0x55, 4991, 7, 0, '3, 0'",
        "0x55, 9999, 17, 65535, '3, 255, 255'",
        "0x55, 9998, 43, 256, '11, 1, 0'",
        "0x87, 5233, 12, 32768, '12, 128, 0'"
    })
    void aDutyCycleHasTheWidthOfTheBoard(int id, int product, int pin, int value, String sent) {
        SimSeesaw board = new SimSeesaw(id, product);
        on(board).analogWrite(pin, value);
        assertThat(board.written(0x08, 0x01)).isEqualTo(bytes(sent));
    }

    @ParameterizedTest
    @CsvSource({"0x55, 4991, 4, 50, '0, 0, 50'", "0x87, 5233, 9, 65535, '9, 255, 255'"})
    void aFrequencyHasSixteenBits(int id, int product, int pin, int hertz, String sent) {
        SimSeesaw board = new SimSeesaw(id, product);
        on(board).setPwmFreq(pin, hertz);
        assertThat(board.written(0x08, 0x02)).isEqualTo(bytes(sent));
    }

    private static byte[] bytes(String numbers) {
        String[] parts = numbers.split(", ");
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    @Test
    void aTouchPadHasItsPlaceInTheMap() {
        try (I2CPlayback played =
                board(0x55, CRICKIT).writes(0x0F, 0x12).sleeps(8).reads(0x03, 0xFF)) {
            assertThat(new Seesaw(new I2C(played)).touchRead(6)).isEqualTo(1023);
        }
    }

    @Test
    void anErrorNamesThePossiblePins() {
        Seesaw seesaw = new Seesaw(i2c);
        assertThatThrownBy(() -> seesaw.analogRead(7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pin 7")
                .hasMessageContaining("analog")
                .hasMessageContaining("[2, 3, 4, 5]");
        assertThatThrownBy(() -> seesaw.analogWrite(3, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[4, 5, 6, 7]");
        assertThatThrownBy(() -> seesaw.setPwmFreq(0, 50))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PWM");
        assertThatThrownBy(() -> seesaw.touchRead(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none");
    }

    @Test
    void wrongArgumentsAreRefused() {
        Seesaw seesaw = new Seesaw(i2c);
        for (int pin : new int[] {-1, 64}) {
            assertThatThrownBy(() -> seesaw.pinMode(pin, PinMode.INPUT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0 to 63");
            assertThatThrownBy(() -> seesaw.digitalWrite(pin, true)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> seesaw.digitalRead(pin)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int encoder : new int[] {-1, 16}) {
            assertThatThrownBy(() -> seesaw.encoderPosition(encoder))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("encoder");
        }
        assertThatThrownBy(() -> seesaw.analogWrite(4, 256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 255");
        assertThatThrownBy(() -> seesaw.analogWrite(4, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> seesaw.setPwmFreq(4, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> seesaw.setPwmFreq(4, 65536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> seesaw.setI2cAddr(0x78))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("addr");
        assertThatThrownBy(() -> seesaw.uartSetBaud(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> seesaw.write8(0, 0, 256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> seesaw.read8(256, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> seesaw.write(0, -1, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        for (double delay : new double[] {-0.1, 61, Double.NaN}) {
            assertThatThrownBy(() -> seesaw.swReset(delay))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(" s");
        }
        assertFree(i2c);
    }

    /** Adafruit_Seesaw.h: 0x30 position, 0x40 delta, 0x10 and 0x20 interrupts, each and the number of the encoder. */
    @Test
    void anEncoderHasAPositionAndADelta() {
        try (I2CPlayback played = board(0x55, 4991)
                .writes(0x11, 0x30)
                .sleeps(8)
                .reads(0xFF, 0xFF, 0xFF, 0xFE)
                .writes(0x11, 0x33, 0x80, 0x00, 0x00, 0x00)
                .writes(0x11, 0x42)
                .sleeps(8)
                .reads(0x7F, 0xFF, 0xFF, 0xFF)
                .writes(0x11, 0x10, 0x01)
                .writes(0x11, 0x2F, 0x01)) {
            Seesaw seesaw = new Seesaw(new I2C(played));
            assertThat(seesaw.encoderPosition()).isEqualTo(-2);
            seesaw.setEncoderPosition(Integer.MIN_VALUE, 3);
            assertThat(seesaw.encoderDelta(2)).isEqualTo(Integer.MAX_VALUE);
            seesaw.enableEncoderInterrupt();
            seesaw.disableEncoderInterrupt(15);
        }
    }

    @Test
    void anIncrementalEncoderIsCountedByTheBoard() {
        Seesaw seesaw = new Seesaw(i2c);
        IncrementalEncoder encoder = new IncrementalEncoder(seesaw);
        assertThat(encoder.position()).isZero();
        chip.quantity("encoder").value(-7);
        assertThat(seesaw.encoderDelta()).isEqualTo(-7);
        assertThat(encoder.position()).isEqualTo(-7);
        encoder.position(100);
        chip.quantity("encoder").value(-5);
        assertThat(encoder.position()).isEqualTo(102);
        assertThat(seesaw.encoderDelta()).isZero();
        assertThatThrownBy(() -> new IncrementalEncoder(seesaw, 16)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The address is in the last byte of the EEPROM. */
    @ParameterizedTest
    @CsvSource({"0x55, 0x3F", "0x46, 0x7F", "0x84, 0x7F", "0x87, 0x7F", "0x88, 0xFF", "0x89, 0xFF"})
    void theAddressIsAtTheEndOfTheEeprom(int id, int place) {
        Seesaw seesaw = on(new SimSeesaw(id, 4991));
        seesaw.setI2cAddr(0x36);
        assertThat(seesaw.eepromRead8(place)).isEqualTo(0x36);
        assertThat(seesaw.getI2cAddr()).isEqualTo(0x36);
    }

    @Test
    void bytesOfTheEepromAreWrittenTogether() {
        Seesaw seesaw = new Seesaw(i2c);
        seesaw.eepromWrite(2, new byte[] {1, (byte) 0xFE});
        seesaw.eepromWrite8(4, 0xFF);
        assertThat(seesaw.eepromRead8(2)).isEqualTo(1);
        assertThat(seesaw.eepromRead8(3)).isEqualTo(0xFE);
        assertThat(seesaw.eepromRead8(4)).isEqualTo(0xFF);
    }

    @Test
    void anyModuleCanBeReadAndWritten() {
        try (I2CPlayback played = board(0x55, 4991)
                .writes(0x02, 0x04, 0x00, 0x00, 0x25, 0x80)
                .writes(0x0E, 0x05)
                .writes(0x0E, 0x03, 0x00, 0x0C)
                .writes(0x09, 0x00)
                .sleeps(8)
                .reads(0x01, 0x02)
                .writes(0x09, 0x00)
                .sleeps(250)
                .reads(0x03)) {
            Seesaw seesaw = new Seesaw(new I2C(played));
            seesaw.uartSetBaud(9600);
            seesaw.write(0x0E, 0x05);
            seesaw.write(0x0E, 0x03, new byte[] {0, 12});
            byte[] two = new byte[2];
            seesaw.read(0x09, 0x00, two);
            assertThat(two).containsExactly(1, 2);
            byte[] one = new byte[1];
            seesaw.read(0x09, 0x00, one, 0.25);
            assertThat(one).containsExactly(3);
        }
    }

    @Test
    void withDrdyABoardIsReadAsSoonAsItIsReady() {
        try (SimBoard pins = PinBoard.open();
                DigitalInOut drdy = new DigitalInOut(pins.blinka().pin("D5"));
                I2CPlayback played = I2CPlayback.at(0x49)
                        .writes(0x00, 0x01)
                        .reads(0x55)
                        .writes(0x00, 0x01)
                        .reads(0x55)
                        .writes(0x00, 0x02)
                        .reads(0x13, 0x7F, 0, 0)
                        .writes(0x00, 0x02)
                        .reads(0x13, 0x7F, 0, 0)) {
            pins.pin("D5").drive(true);
            Seesaw seesaw = new Seesaw(new I2C(played), 0x49, drdy, false);
            assertThat(seesaw.pinMapping()).isEqualTo(PinMap.SAMD09);
        }
    }

    @Test
    void aBoardThatIsNeverReadyIsATimeout() {
        try (SimBoard pins = PinBoard.open();
                DigitalInOut drdy = new DigitalInOut(pins.blinka().pin("D5"))) {
            pins.pin("D5").drive(false);
            Duration before = bus.clock().now();
            assertThatThrownBy(() -> new Seesaw(i2c, 0x49, drdy))
                    .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                    .returns(Kind.TIMEOUT, BusException::kind)
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("drdy", "1000 ms");
            assertThat(bus.clock().now().minus(before)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1010));
            assertFree(i2c);
        }
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        Seesaw seesaw = new Seesaw(i2c);
        chip.quantity("temperature").value(-12.5);
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(seesaw::getTemp)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.NO_ACKNOWLEDGE, BusException::kind);
        assertFree(i2c);
        assertThat(seesaw.getTemp()).isEqualTo(-12.5);
        faulty.next(1, FaultyI2C.Fault.BUSY);
        assertThatThrownBy(() -> seesaw.pinMode(3, PinMode.INPUT_PULLUP)).isInstanceOf(BusException.class);
        assertFree(i2c);
        seesaw.pinMode(3, PinMode.INPUT_PULLUP);
        assertThat(chip.pins().levels()).isEqualTo(1 << 3);
    }
}
