// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import static blinka4j.hardware.Opening.gpio;
import static blinka4j.hardware.Opening.i2c;
import static blinka4j.hardware.Opening.pwm;
import static blinka4j.hardware.Opening.spi;
import static blinka4j.hardware.Opening.uart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Pull;
import blinka4j.fake.FakeProvider;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Line;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import blinka4j.provider.UartPort.Parity;
import blinka4j.pwmio.PWMOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardwareTest {
    private static final UartPort.Settings SETTINGS = new UartPort.Settings(9600, 8, Parity.NONE, 1);
    private static final byte[] NONE = {};

    /** As a simulator: on real hardware, what these tests open would be closed when it is garbage. */
    private final FakeProvider provider = new FakeProvider() {
        @Override
        public Optional<String> standsFor() {
            return Optional.of("FAKE_BOARD");
        }
    };

    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);

    private static BoardDefinition bare(List<I2CBus> i2c, List<SpiBus> spi, List<Uart> uarts) {
        return new BoardDefinition("BARE", "Bare Board", Map.of(), i2c, spi, uarts, List.of(), null);
    }

    @Test
    void aPinIsOpenedOnItsLineWithTheLibrarysName() {
        gpio(hardware, "D18");

        assertThat(provider.opened).containsExactly("line pinctrl:18 for blinka4j");
    }

    @Test
    void aPinThatNoLineReachesSaysWhatItIsFor() {
        BoardDefinition board = new BoardDefinition(
                "BARE",
                "Bare Board",
                Map.of(
                        "SCL",
                        new Line(Line.NONE, 0),
                        "SDA",
                        new Line(Line.NONE, 1),
                        "A0",
                        new Line(Line.NONE, 2),
                        "D1",
                        new Line("gpio", 1)),
                List.of(new I2CBus("/dev/i2c-1", "SCL", "SDA", "")),
                List.of(),
                List.of(),
                List.of(),
                List.of(new AnalogInput("adc", 2, "A0")),
                List.of(),
                List.of(),
                List.of(),
                null);
        Hardware bare = Hardware.open(board, provider);

        assertThatThrownBy(() -> gpio(bare, "SDA"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("SDA", "BARE (Bare Board)", "GPIO", "(scl=SCL, sda=SDA) /dev/i2c-1", "D1");
        assertThatThrownBy(() -> gpio(bare, "A0"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("analog input (A0) adc:2", "D1");
        assertThat(i2c(bare, "SCL", "SDA", 100_000, 0)).isNotNull();
    }

    @Test
    void aPinOfACertainBoardIsRefusedOnAnother() {
        Hardware before = CurrentBoard.use(hardware);
        try {
            Line line = FakeProvider.BOARD.pins().get("D18");
            assertThat(Pin.of("Fake Board", "D18", line).hardware()).isSameAs(hardware);
            assertThatThrownBy(() ->
                            Pin.of("Acme One", "D18", new Line("gpio-x", 3)).hardware())
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll(
                            "D18", "Acme One (line gpio-x:3)", "FAKE_BOARD (Fake Board Rev 2)", "Board.pin(\"D18\")");
            assertThatThrownBy(() ->
                            Pin.of("Acme One", "P9_12", new Line("gpio-x", 3)).hardware())
                    .isInstanceOf(PinException.class)
                    .hasMessageContaining("a pin of that board");
        } finally {
            CurrentBoard.use(before);
        }
    }

    @Test
    void anUnknownPinIsAnErrorThatListsThoseThereAre() {
        assertThatThrownBy(() -> gpio(hardware, "D99"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("FAKE_BOARD (Fake Board Rev 2) has no pin 'D99'", "D0, D1, D2")
                .hasMessageContainingAll("label:offset", "gpiochip0:4");
        assertThat(provider.opened).isEmpty();
    }

    @Test
    void aPinInTheWrongCaseIsAnErrorThatNamesTheRightOne() {
        assertThatThrownBy(() -> gpio(hardware, "d18"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("no pin 'd18'", "D18");
    }

    @Test
    void aBoardWithoutNamesSaysSo() {
        assertThatThrownBy(() -> gpio(Hardware.open(bare(List.of(), List.of(), List.of()), provider), "D1"))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("no names");
    }

    @Test
    void aLineIsFoundByLabelAndOffset() {
        assertThat(hardware.lookup().locate("pinctrl-rp1:54")).isEqualTo(new Line("pinctrl-rp1", 54));
        assertThat(hardware.lookup().locate("/dev/gpiochip2:0")).isEqualTo(new Line("/dev/gpiochip2", 0));
        assertThat(hardware.lookup().locate("30200000.gpio:a:7")).isEqualTo(new Line("30200000.gpio:a", 7));
    }

    @Test
    void whatIsNotQuiteLabelAndOffsetIsNoLine() {
        for (String name : List.of(":4", "chip:", "chip:x", "chip:-1", "chip:999999")) {
            assertThatThrownBy(() -> hardware.lookup().locate(name)).as(name).isInstanceOf(PinException.class);
        }
    }

    @Test
    void aLineIsFoundByTheKernelsName() {
        provider.named.put("STATUS_LED", new Line("expander", 3));

        gpio(hardware, "STATUS_LED");

        assertThat(provider.opened).containsExactly("line expander:3 for blinka4j");
    }

    @Test
    void theBoardsOwnNameComesBeforeTheKernels() {
        provider.named.put("D4", new Line("expander", 3));

        assertThat(hardware.lookup().locate("D4")).isEqualTo(new Line("pinctrl", 4));
    }

    @Test
    void aPinCannotBeOpenedTwiceAndTheErrorNamesTheHolder() {
        gpio(hardware, "D18");

        assertThatThrownBy(() -> gpio(hardware, "D18"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("D18 (pinctrl:18)", "already open", "DigitalInOut(D18)", "lose");
        assertThat(provider.lines).hasSize(1);
    }

    @Test
    void anotherNameOfTheSameLineIsTheSamePin() {
        gpio(hardware, "SCL");

        assertThatThrownBy(() -> gpio(hardware, "D3"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("D3 (pinctrl:3)", "already open", "DigitalInOut(SCL)");
        assertThatThrownBy(() -> gpio(hardware, "pinctrl:3")).isInstanceOf(PinException.class);
    }

    @Test
    void twoBoardsDoNotHoldEachOthersPins() {
        Hardware other = Hardware.open(FakeProvider.BOARD, new FakeProvider());
        gpio(hardware, "D18");

        assertThatCode(() -> gpio(other, "D18")).doesNotThrowAnyException();
    }

    @Test
    void thePinsOfABusAreHeldByIt() {
        new I2C(hardware);

        assertThatThrownBy(() -> gpio(hardware, "D3"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("already open", "I2C(scl=SCL, sda=SDA) /dev/i2c-1");
        assertThatThrownBy(() -> gpio(hardware, "D2")).isInstanceOf(PinException.class);
    }

    @Test
    void aBusWhosePinIsHeldIsNotOpenedAndLeavesTheOtherPinFree() {
        gpio(hardware, "SDA");

        assertThatThrownBy(() -> new I2C(hardware))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("SDA (pinctrl:2)", "already open", "DigitalInOut(SDA)");
        assertThat(provider.i2cs).isEmpty();
        assertThatCode(() -> gpio(hardware, "SCL")).doesNotThrowAnyException();
    }

    @Test
    void aBusCannotBeOpenedTwice() {
        i2c(hardware, "SCL", "SDA", 100_000, 0);

        assertThatThrownBy(() -> i2c(hardware, "D3", "D2", 100_000, 0)).isInstanceOf(PinException.class);
        assertThatThrownBy(() -> i2c(hardware, "/dev/i2c-1")).isInstanceOf(PinException.class);
        assertThat(provider.i2cs).hasSize(1);
    }

    @Test
    void aBusWithoutPinsCannotBeOpenedTwiceEither() {
        i2c(hardware, "/dev/i2c-20");

        assertThatThrownBy(() -> i2c(hardware, "/dev/i2c-20"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("/dev/i2c-20", "already open", "I2C(/dev/i2c-20)");
    }

    @Test
    void aBusThatTheBoardNamesByAnAliasCannotBeOpenedAgainByItsNumber() {
        i2c(hardware, "SCL1", "SDA1", 100_000, 0);

        assertThatThrownBy(() -> i2c(hardware, "/dev/i2c-0"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("already open", "I2C(scl=SCL1, sda=SDA1) alias:i2c0");
    }

    @Test
    void aBusThatIsOpenByItsNumberCannotBeOpenedAgainByTheBoardsAlias() {
        i2c(hardware, "/dev/i2c-0");

        assertThatThrownBy(() -> i2c(hardware, "SCL1", "SDA1", 100_000, 0))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("alias:i2c0 (/dev/i2c-0)", "already open", "I2C(/dev/i2c-0)");
        assertThat(provider.i2cs).hasSize(2);
        assertThat(provider.i2cs.get(1).closed).isTrue();
        assertThatCode(() -> gpio(hardware, "SCL1")).doesNotThrowAnyException();
    }

    @Test
    void aSerialPortThatTheBoardNamesByAnAliasCannotBeOpenedAgainByItsDevice() {
        new UART(hardware).close();
        new UART(hardware);

        assertThatThrownBy(() -> uart(hardware, "/dev/ttyAMA0", SETTINGS)).isInstanceOf(PinException.class);
    }

    @Test
    void aDeviceCannotBeOpenedAgainThroughALink(@TempDir Path folder) throws IOException {
        Path port = Files.createFile(folder.resolve("ttyUSB0")).toRealPath();
        Path link = Files.createSymbolicLink(folder.resolve("modem"), port);
        uart(hardware, port.toString(), SETTINGS).close();
        UART open = uart(hardware, port.toString(), SETTINGS);

        assertThatThrownBy(() -> uart(hardware, link.toString(), SETTINGS))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("already open", link + " (" + port + ")", "UART(" + port + ")");
        open.close();
        uart(hardware, link.toString(), SETTINGS);
        assertThatThrownBy(() -> uart(hardware, port.toString(), SETTINGS))
                .hasMessageContainingAll("already open", "UART(" + link + ")");

        Path bus = Files.createFile(folder.resolve("i2c-1")).toRealPath();
        Path arm = Files.createSymbolicLink(folder.resolve("i2c-arm"), bus);
        i2c(hardware, bus.toString());
        assertThatThrownBy(() -> i2c(hardware, arm.toString())).isInstanceOf(PinException.class);
    }

    @Test
    void whatTheProgramAsksOfABusReachesTheProvider() {
        i2c(hardware, "SCL", "SDA", 400_000, 35_000);
        uart(hardware, "TX", "RX", new UartPort.Settings(115_200, 8, Parity.NONE, 1));
        spi(hardware, "SCLK", "MOSI", "MISO");

        assertThat(provider.opened)
                .containsExactly(
                        "I2C /dev/i2c-1 at 400000 Hz, 35000 us",
                        "UART alias:serial0 at 115200 baud",
                        "SPI /dev/spidev0");
    }

    @Test
    void everyKindOfPortIsFreeAgainAfterItsClose() {
        for (int i = 0; i < 2; i++) {
            DigitalInOut pin = gpio(hardware, "D18");
            I2C i2c = new I2C(hardware);
            SPI spi = new SPI(hardware);
            UART uart = new UART(hardware);
            pin.close();
            i2c.close();
            spi.close();
            uart.close();
        }

        assertThat(provider.lines).hasSize(2).allMatch(port -> port.closed);
        assertThat(provider.i2cs).hasSize(2).allMatch(port -> port.closed);
        assertThat(provider.spis).hasSize(2).allMatch(port -> port.closed);
        assertThat(provider.uarts).hasSize(2).allMatch(port -> port.closed);
    }

    @Test
    void aSecondCloseDoesNotFreeWhatSomebodyElseHasOpenedSince() {
        DigitalInOut first = gpio(hardware, "D18");
        first.close();
        gpio(hardware, "D18");

        first.close();

        assertThatThrownBy(() -> gpio(hardware, "D18")).isInstanceOf(PinException.class);
    }

    @Test
    void aPinIsFreeAgainEvenIfItsPortFailsToClose() {
        FakeProvider failing = new FakeProvider() {
            @Override
            public GpioPort openGpio(Line line, String consumer) {
                return new BrokenPort();
            }
        };
        Hardware other = Hardware.open(FakeProvider.BOARD, failing);
        DigitalInOut pin = gpio(other, "D18");

        assertThatThrownBy(pin::close).hasMessage("cannot close");
        assertThatCode(() -> gpio(other, "D18")).doesNotThrowAnyException();
    }

    @Test
    void afterAFailedOpeningEverythingIsFree() {
        provider.failure = new NotAvailableException("/dev/i2c-1 does not exist");
        assertThatThrownBy(() -> new I2C(hardware)).isSameAs(provider.failure);
        assertThatThrownBy(() -> new SPI(hardware)).isSameAs(provider.failure);
        assertThatThrownBy(() -> new UART(hardware)).isSameAs(provider.failure);
        assertThatThrownBy(() -> gpio(hardware, "D18")).isSameAs(provider.failure);
        provider.failure = null;

        assertThatCode(() -> {
                    new I2C(hardware);
                    new SPI(hardware);
                    new UART(hardware);
                    gpio(hardware, "D18");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void twoThreadsCannotOpenTheSamePin() throws Exception {
        for (int round = 0; round < 200; round++) {
            CyclicBarrier start = new CyclicBarrier(2);
            AtomicInteger opened = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            List<DigitalInOut> ports = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 2; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        start.await();
                        ports.add(gpio(hardware, "D18"));
                        opened.incrementAndGet();
                    } catch (PinException e) {
                        refused.incrementAndGet();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(opened).hasValue(1);
            assertThat(refused).hasValue(1);
            ports.forEach(DigitalInOut::close);
        }
    }

    @Test
    void closedFromSeveralThreadsAPinIsFreeOnce() throws Exception {
        DigitalInOut pin = gpio(hardware, "D18");
        CyclicBarrier start = new CyclicBarrier(4);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                pin.close();
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        gpio(hardware, "D18");
        assertThatThrownBy(() -> gpio(hardware, "D18")).isInstanceOf(PinException.class);
    }

    @Test
    void swappedPinsOfAnI2cBusAreAnErrorThatGivesTheRightOrder() {
        assertThatThrownBy(() -> i2c(hardware, "SDA", "SCL", 100_000, 0))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("SCL", "SDA", "(scl=SCL, sda=SDA) /dev/i2c-1", "clock", "new I2C(SCL, SDA)");
    }

    @Test
    void pinsWithoutABusAreAnErrorThatListsTheBuses() {
        assertThatThrownBy(() -> i2c(hardware, "D4", "D5", 100_000, 0))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("no I2C bus on (scl=D4, sda=D5)")
                .hasMessageContaining("(scl=SCL, sda=SDA) /dev/i2c-1, (scl=SCL1, sda=SDA1) alias:i2c0, /dev/i2c-7")
                .hasMessageContaining("number");
        assertThatThrownBy(() -> spi(hardware, "D4", "MOSI", "MISO"))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("no SPI bus on (clock=D4, MOSI=MOSI, MISO=MISO)")
                .hasMessageContaining("(clock=SCLK, MOSI=MOSI, MISO=MISO) /dev/spidev0");
        assertThatThrownBy(() -> uart(hardware, "RX", "TX", SETTINGS))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("no UART on (tx=RX, rx=TX)")
                .hasMessageContaining("(tx=TX, rx=RX) alias:serial0");
    }

    @Test
    void aBoardWithoutABusSaysSo() {
        Hardware none = Hardware.open(bare(List.of(), List.of(), List.of()), provider);

        assertThatThrownBy(() -> new I2C(none))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("BARE (Bare Board)", "no I2C bus");
        assertThatThrownBy(() -> new SPI(none))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("BARE (Bare Board)", "no SPI bus");
        assertThatThrownBy(() -> new UART(none))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("BARE (Bare Board)", "no UART");
        assertThatThrownBy(() -> spi(none, "a:1", "a:2", null))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("BARE (Bare Board)", "no SPI bus");
    }

    @Test
    void busesThatComeOutOnNoPinsAreOpenedWithoutHoldingAny() {
        Hardware bare = Hardware.open(
                bare(
                        List.of(new I2CBus("/dev/i2c-3", null, null, "")),
                        List.of(new SpiBus("/dev/spidev1", null, null, null, List.of(), "")),
                        List.of(new Uart("/dev/ttyS2", null, "a:1", ""))),
                provider);
        new I2C(bare);
        new SPI(bare);
        new UART(bare);

        assertThatThrownBy(() -> new I2C(bare)).hasMessageContainingAll("already open", "I2C(/dev/i2c-3)");
        assertThatThrownBy(() -> new SPI(bare)).hasMessageContainingAll("already open", "SPI(/dev/spidev1)");
        assertThatThrownBy(() -> uart(bare, "/dev/ttyS2", SETTINGS))
                .hasMessageContainingAll("already open", "UART(/dev/ttyS2)");
    }

    @Test
    void anSpiBusThatOnlyWritesLeavesMisoFree() {
        spi(hardware, "SCLK", "MOSI", null);

        assertThatCode(() -> gpio(hardware, "MISO")).doesNotThrowAnyException();
        assertThatThrownBy(() -> gpio(hardware, "MOSI")).isInstanceOf(PinException.class);
    }

    @Test
    void anSpiBusThatOnlyReadsLeavesMosiFree() {
        spi(hardware, "SCLK", null, "MISO");

        assertThatCode(() -> gpio(hardware, "MOSI")).doesNotThrowAnyException();
    }

    @Test
    void aUartThatOnlySendsLeavesTheOtherPinFree() {
        uart(hardware, "TX", null, SETTINGS);

        assertThatCode(() -> gpio(hardware, "RX")).doesNotThrowAnyException();
        assertThatThrownBy(() -> gpio(hardware, "TX")).isInstanceOf(PinException.class);
    }

    @Test
    void aBusNeedsAtLeastOneDataPin() {
        assertThatThrownBy(() -> spi(hardware, "SCLK", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("SPI", "MOSI or MISO");
        assertThatThrownBy(() -> uart(hardware, null, null, SETTINGS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("UART", "TX or RX");
    }

    @Test
    void aChipSelectThatAnotherProgramHoldsIsLeftToIt() {
        provider.failure = new PinException("pinctrl:8 is held by 'fan-control': end that program");

        assertThatThrownBy(() -> gpio(hardware, "D8")).hasMessage(provider.failure.getMessage());
    }

    @Test
    void aChipSelectThatTheKernelHoldsIsAnErrorThatSaysHowToUseIt() {
        provider.failure = new PinException("pinctrl:8 is in use by 'spi0 CS0'");

        assertThatThrownBy(() -> gpio(hardware, "D8"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("pinctrl:8", "'spi0 CS0'", "D8", "chip select")
                .hasMessageContaining("new SPIDevice(spi, Board.CE0)")
                .hasCause(provider.failure);
        assertThatThrownBy(() -> gpio(hardware, "D7")).isSameAs(provider.failure);
    }

    @Test
    void aChipSelectOfTheControllerIsFoundByAnyNameOfItsPin() {
        SPI spi = new SPI(hardware);

        assertThat(new SPIDevice(spi, new Pin("CE0", hardware))).hasToString("chip select 0 of SPI(/dev/spidev0)");
        assertThat(new SPIDevice(spi, new Pin("D8", hardware))).hasToString("chip select 0 of SPI(/dev/spidev0)");
        assertThatThrownBy(() -> new SPIDevice(spi, new Pin("D5", hardware)))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("D5", "chip select")
                .hasMessageContaining("new SPIDevice(spi, new DigitalInOut(pin))");
    }

    @Test
    void twoPinsOfOnePwmOutputCannotBeOpenAtOnce() {
        PWMOut pwm = pwm(hardware, "D12");

        assertThatThrownBy(() -> pwm(hardware, "D18"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("D18 (fe20c000.pwm:0)", "already open", "PWMOut(D12)");
        assertThatCode(() -> gpio(hardware, "D18"))
                .as("the pin that was refused is free")
                .doesNotThrowAnyException();
        assertThatCode(() -> pwm(hardware, "D13")).doesNotThrowAnyException();
        assertThatThrownBy(() -> pwm(hardware, "fe20c000.pwm:0")).isInstanceOf(PinException.class);

        pwm.close();
        assertThatCode(() -> pwm(hardware, "pinctrl:12")).doesNotThrowAnyException();
    }

    @Test
    void aPwmOutputWithoutAPinIsOpenedByItsOwnName() {
        pwm(hardware, "/sys/class/pwm/pwmchip1:3");

        assertThat(provider.opened).containsExactly("PWM /sys/class/pwm/pwmchip1:3");
        assertThatThrownBy(() -> pwm(hardware, "/sys/class/pwm/pwmchip1:3")).isInstanceOf(PinException.class);
    }

    @Test
    void aPinWithoutPwmPulsesInSoftware() {
        assertThatThrownBy(() -> pwm(hardware, "D99"))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("no pin 'D99'");
        assertThat(provider.opened).isEmpty();

        PWMOut pwm = pwm(hardware, "D4");
        assertThat(provider.opened).containsExactly("line pinctrl:4 for blinka4j");
        assertThat(pwm.isHardware()).isFalse();
        assertThatThrownBy(() -> gpio(hardware, "D4"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("D4 (pinctrl:4)", "already open", "PWMOut(D4)");
        pwm.close();
        assertThat(provider.lines.get(0).closed).isTrue();
        assertThatCode(() -> gpio(hardware, "D4")).doesNotThrowAnyException();

        PWMOut other = pwm(Hardware.open(bare(List.of(), List.of(), List.of()), provider), "a:1");
        assertThat(provider.opened).endsWith("line a:1 for blinka4j");
        other.close();
    }

    @Test
    void aPwmPinPulsesInSoftwareIfTheProviderHasNoPwm() {
        provider.failure = NotAvailableException.unsupported("no PWM at all");
        provider.meanwhile = () -> {
            if (provider.opened.size() > 1) {
                provider.failure = null;
            }
        };

        PWMOut pwm = pwm(hardware, "D18");

        assertThat(provider.opened).containsExactly("PWM fe20c000.pwm:0", "line pinctrl:18 for blinka4j");
        assertThat(pwm.isHardware()).isFalse();
        pwm.close();
        assertThatCode(() -> gpio(hardware, "D12")).doesNotThrowAnyException();
    }

    @Test
    void aPwmOutputThatCannotBeOpenedLeavesItsPinFree() {
        provider.failure = new NotAvailableException("no controller");
        assertThatThrownBy(() -> pwm(hardware, "D18")).isSameAs(provider.failure);
        provider.failure = null;

        assertThatCode(() -> gpio(hardware, "D18")).doesNotThrowAnyException();
        assertThatCode(() -> pwm(hardware, "D12")).doesNotThrowAnyException();
    }

    @Test
    void aPwmOutputOfAClosedBoardIsStoppedAndNotUsedAnyMore() {
        PWMOut pwm = pwm(hardware, "D18");

        hardware.close();

        assertThat(provider.pwms.get(0).calls).containsExactly("set(2000000, 0)", "close()");
        assertThat(pwm.isClosed()).isTrue();
        assertThatThrownBy(() -> pwm.dutyCycle(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("PWMOut(D18) is closed", "FAKE_BOARD");
    }

    @Test
    void closingTheBoardClosesEverything() {
        gpio(hardware, "D18");
        new I2C(hardware);
        new SPI(hardware);
        new UART(hardware);

        hardware.close();
        hardware.close();

        assertThat(provider.lines.get(0).closed).isTrue();
        assertThat(provider.i2cs.get(0).calls).containsExactly("close");
        assertThat(provider.spis.get(0).calls).containsExactly("configure 100000 0 0 8 cs=-1", "close");
        assertThat(provider.uarts.get(0).closed).isTrue();
    }

    @Test
    void closingTheBoardLeavesNoPinDriven() {
        DigitalInOut untouched = gpio(hardware, "D17");
        gpio(hardware, "D18").switchToOutput(true);
        gpio(hardware, "D20").switchToInput(Pull.UP);
        DigitalInOut plain = gpio(hardware, "D21");
        plain.switchToOutput(true, DriveMode.OPEN_DRAIN);
        plain.switchToInput();

        hardware.close();

        assertThat(provider.lines.get(0).calls).containsExactly("input(DISABLED)", "close()");
        assertThat(provider.lines.get(1).calls)
                .containsExactly("input(DISABLED)", "output(true, openDrain=false)", "input(DISABLED)", "close()");
        assertThat(provider.lines.get(2).calls)
                .containsExactly("input(DISABLED)", "input(PULL_UP)", "input(DISABLED)", "close()");
        assertThat(provider.lines.get(3).calls)
                .containsExactly("input(DISABLED)", "output(true, openDrain=true)", "input(DISABLED)", "close()");
        assertThatThrownBy(() -> untouched.switchToOutput(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("DigitalInOut(D17) is closed", "FAKE_BOARD");
    }

    @Test
    void aPinThatRefusesToBecomeAnInputIsGivenBackAllTheSame() {
        DigitalInOut pin = gpio(hardware, "D18");
        pin.switchToOutput(true);
        provider.lines.get(0).fail(new PinException("unplugged"));

        assertThatThrownBy(hardware::close).hasMessage("unplugged");

        assertThat(provider.lines.get(0).closed).isTrue();
    }

    @Test
    void closingTheBoardClosesEverythingAlthoughTwoFail() {
        List<BrokenPort> broken = new ArrayList<>();
        FakeProvider failing = new FakeProvider() {
            @Override
            public GpioPort openGpio(Line line, String consumer) {
                if (line.offset() == 20) {
                    return super.openGpio(line, consumer);
                }
                broken.add(new BrokenPort());
                return broken.get(broken.size() - 1);
            }
        };
        Hardware other = Hardware.open(FakeProvider.BOARD, failing);
        gpio(other, "D18");
        gpio(other, "D19");
        gpio(other, "D20");

        assertThatThrownBy(other::close)
                .hasMessage("cannot close")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(broken).allMatch(port -> port.closed);
        assertThat(failing.lines).hasSize(1).allMatch(port -> port.closed);
    }

    @Test
    void afterTheBoardIsClosedNothingIsOpened() {
        hardware.close();

        assertThatThrownBy(() -> gpio(hardware, "D18"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "DigitalInOut(D18)",
                        "FAKE_BOARD (Fake Board Rev 2)",
                        "'fake'",
                        "closed",
                        "Blinka.open(board, provider)");
        assertThatThrownBy(() -> new I2C(hardware)).isInstanceOf(IllegalStateException.class);
        assertThat(provider.opened).isEmpty();
    }

    @Test
    void aPortThatIsBeingOpenedWhileTheBoardIsClosedIsClosedToo() {
        provider.meanwhile = hardware::close;

        assertThatThrownBy(() -> gpio(hardware, "D18"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(provider.lines.get(0).closed).isTrue();
    }

    @Test
    void aBusOfAClosedBoardIsNotUsedAnyMore() {
        I2C i2c = new I2C(hardware);
        SPI spi = new SPI(hardware);

        hardware.close();

        assertThatThrownBy(() -> i2c.writeTo(8, NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("I2C(/dev/i2c-1) is closed");
        assertThatThrownBy(() -> i2c.probe(8)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> spi.readInto(new byte[1])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> spi.configure(new SpiPort.Settings(1, 0, 0, 8, false, false, -1)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(provider.i2cs.get(0).calls).containsExactly("close");
        assertThat(provider.spis.get(0).calls).containsExactly("configure 100000 0 0 8 cs=-1", "close");
    }

    @Test
    void theCurrentBoardIsTheOneThatIsSet() {
        Hardware before = CurrentBoard.use(hardware);
        try {
            assertThat(CurrentBoard.get()).isSameAs(hardware);
            assertThat(CurrentBoard.use(hardware)).isSameAs(hardware);
        } finally {
            CurrentBoard.use(before);
        }
    }

    /** A port that is closed, but says that it failed to. */
    private static final class BrokenPort implements GpioPort {
        private boolean closed;

        @Override
        public void input(Bias bias) {}

        @Override
        public void output(boolean value, boolean openDrain) {}

        @Override
        public boolean read() {
            return false;
        }

        @Override
        public void write(boolean value) {}

        @Override
        public void drive(boolean openDrain) {}

        @Override
        public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {}

        @Override
        public void unwatch() {}

        @Override
        public void close() {
            closed = true;
            throw new IllegalStateException("cannot close");
        }
    }
}
