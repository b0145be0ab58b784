// SPDX-License-Identifier: MIT
package blinka4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import blinka4j.analogio.AnalogIn;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusClock;
import blinka4j.busio.I2C;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.neopixelwrite.NeoPixelOut;
import blinka4j.pwmio.PWMOut;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimNeoPixel;
import blinka4j.sim.chips.SimSSD1306;
import blinka4j.sim.parts.SimButton;
import blinka4j.sim.parts.SimLed;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people see and do on the page, by the events and orders that it uses. */
@Timeout(300)
class BenchTest {
    private final Rig rig = new Rig();
    private final SimBoard board = rig.board;

    @AfterEach
    void close() {
        rig.close();
    }

    private void order(String name, String form) throws Exception {
        assertThat(rig.post("/do/" + name, form).statusCode()).isEqualTo(204);
    }

    @Test
    void thePageGetsTheConnectorsOfTheBoard() throws Exception {
        try (Rig.Page page = rig.open()) {
            assertThat(page.type).startsWith("text/event-stream");

            assertThat(page.await("board", "J8"))
                    .contains("\"name\":\"Raspberry Pi 4 Model B\"", "\"columns\":2")
                    .contains("{\"text\":\"3V3\"},{\"text\":\"5V\"},{\"text\":\"D2\",\"pin\":\"D2\"")
                    .contains("\"restart\":false");
        }
    }

    @Test
    void driversHaveTheTimeOfTheBoard() {
        board.clock().speed(0);
        board.clock().advance(Duration.ofHours(1));

        assertThat(List.of(
                        new BusClock(rig.blinka.i2c()),
                        new BusClock(rig.blinka.spi()),
                        new BusClock(rig.blinka.uart())))
                .extracting(BusClock::nanos)
                .containsOnly(board.clock().nanos());
    }

    @Test
    void aPressOfAButtonReachesTheProgram() throws Exception {
        try (DigitalInOut button = new DigitalInOut(rig.blinka.pin("D4"));
                Rig.Page page = rig.open()) {
            button.switchToInput(Pull.UP);
            page.await("pins", "\"D4\":{\"level\":true,\"use\":\"in\",\"text\":\"input, pull-up\"");

            order("pin", "pin=D4&to=press");
            assertThat(button.value()).isFalse();
            page.await("pins", "\"D4\":{\"level\":false,\"drive\":\"low\"");

            order("pin", "pin=D4&to=release");
            assertThat(button.value()).isTrue();
            page.await("pins", "\"D4\":{\"level\":true,\"use\"");
        }
    }

    @Test
    void aPressOfAPinWithPullDownDrivesItHigh() throws Exception {
        try (DigitalInOut button = new DigitalInOut(rig.blinka.pin("D4"))) {
            button.switchToInput(Pull.DOWN);

            order("pin", "pin=D4&to=press");

            assertThat(button.value()).isTrue();
        }
    }

    @Test
    void aShortCircuitIsRefusedWithTheReason() throws Exception {
        try (DigitalInOut led = new DigitalInOut(rig.blinka.pin("D18"));
                Rig.Page page = rig.open()) {
            led.switchToOutput(true);
            page.await("pins", "\"D18\":{\"level\":true,\"use\":\"out\"");

            HttpResponse<String> response = rig.post("/do/pin", "pin=D18&to=low");

            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(response.body()).contains("short circuit", "D18");
            assertThat(board.pin("D18").level()).isTrue();
        }
    }

    @Test
    void aSliderMovesAQuantity() throws Exception {
        SimBME280 sensor = new SimBME280();
        board.i2c().attach(0x77, sensor);
        try (Rig.Page page = rig.open()) {
            page.await("parts", "{\"id\":\"i2c1/0x77\",\"name\":\"BME280\",\"place\":\"I2C i2c1, 0x77\"");

            order("quantity", "part=i2c1%2F0x77&name=temperature&value=31.5");

            assertThat(sensor.temperature()).isEqualTo(31.5);
            page.await("parts", "\"value\":31.5");
            assertThat(rig.post("/do/quantity", "part=i2c1%2F0x77&name=temperature&value=1000")
                            .body())
                    .contains("temperature", "out of range");
        }
    }

    @Test
    void aVoltageReachesTheProgram() throws Exception {
        // The Raspberry Pi has no analog input.
        try (Rig odroid = new Rig("ODROID_C2");
                AnalogIn input = new AnalogIn(odroid.blinka.pin("A1"));
                Rig.Page page = odroid.open()) {
            page.await("pins", "\"use\":\"analog\"");
            page.await("parts", "{\"id\":\"analog/A1\",\"name\":\"A1\",\"place\":\"analog input\"");

            assertThat(odroid.post("/do/quantity", "part=analog/A1&name=voltage&value=1.65")
                            .statusCode())
                    .isEqualTo(204);

            assertThat(input.value()).isBetween(32767, 32768);
            page.await("parts", "\"value\":1.65");
        }
    }

    @Test
    void partsAndDisplaysAreShown() throws Exception {
        board.i2c().attach(0x3C, new SimSSD1306(128, 32));
        new SimLed(board, "D18");
        new SimButton(board, "D4");
        try (DigitalInOut led = new DigitalInOut(rig.blinka.pin("D18"));
                Rig.Page page = rig.open()) {
            assertThat(page.await("parts", "SSD1306"))
                    .contains("\"type\":\"picture\",\"width\":128,\"height\":32,\"color\":\"#000000\"")
                    .contains("\"name\":\"LED\",\"place\":\"D18\"", "\"type\":\"led\"", "\"brightness\":0")
                    .contains("\"name\":\"Button\",\"place\":\"D4\"", "\"type\":\"keys\",\"momentary\":true");

            led.switchToOutput(true);

            page.await("parts", "\"brightness\":1");
        }
    }

    @Test
    void pwmIsShownWithDutyCycleAndFrequency() throws Exception {
        try (PWMOut pwm = new PWMOut(rig.blinka.pin("D18"), 0x4000, 500);
                Rig.Page page = rig.open()) {
            page.await("pins", "\"use\":\"pwm\",\"text\":\"PWM 25 %, 500 Hz\"");
            page.await("parts", "\"type\":\"pwm\",\"duty\":0.25");
            assertThat(pwm.frequency()).isEqualTo(500);
        }
    }

    @Test
    void theBusLogNamesChipsAndRegisters() throws Exception {
        board.i2c().attach(0x18, new SimMCP9808().temperature(21));
        try (I2C i2c = new I2C(rig.blinka.pin("SCL"), rig.blinka.pin("SDA"));
                Rig.Page page = rig.open()) {
            I2CDevice device = new I2CDevice(i2c, 0x18);
            byte[] reply = new byte[2];
            device.writeThenReadInto(new byte[] {5}, reply);

            page.await("pins", "\"use\":\"i2c\",\"text\":\"SCL of i2c1\"");
            // The probe of the constructor and the transfer may come in two events.
            page.await(
                    "log",
                    "\"device\":\"MCP9808 0x18\",\"text\":\"ambient temperature: C1 50\",\"bytes\":\"> 05 < C1 50\"");
            i2c.scan();
            page.await(
                    "log", "\"device\":\"nobody at 0x19\",\"text\":\"\",\"bytes\":\"\",\"failure\":\"NO_ACKNOWLEDGE\"");
        }
        try (Rig.Page page = rig.open()) {
            page.await("pins", data -> !data.contains("i2c"));
        }
    }

    @Test
    void textGoesToASerialPortAndComesFromIt() throws Exception {
        try (UART uart = new UART(rig.blinka.pin("TX"), rig.blinka.pin("RX"));
                Rig.Page page = rig.open()) {
            page.await("parts", "{\"id\":\"uart/serial0\",\"name\":\"serial0\",\"place\":\"serial port\"");

            order("serial", "port=serial0&text=hello%0A");

            byte[] read = new byte[6];
            assertThat(uart.readInto(read)).isEqualTo(6);
            assertThat(new String(read, StandardCharsets.US_ASCII)).isEqualTo("hello\n");
            page.await("log", "hello");
        }
    }

    /** 100 s are 0.1 s at 1000 times the speed. In real time they would be 100,000 s of the board's. */
    @Test
    void theTimeoutOfASerialPortIsOfTheBoardsTime() {
        board.clock().speed(1000);
        try (UART uart = new UART(rig.blinka.pin("TX"), rig.blinka.pin("RX"))) {
            uart.timeout(100);
            Duration before = board.clock().now();

            assertThat(uart.readInto(new byte[1])).isZero();

            assertThat(board.clock().now()).isBetween(before.plusSeconds(100), before.plusSeconds(50_000));
        }
    }

    @Test
    void theProgramsOutputIsShown() throws Exception {
        try (Rig.Page page = rig.open()) {
            System.out.println("Temperature: 21.5 \"C\"");

            page.await("output", "\"error\":false,\"text\":\"Temperature: 21.5 \\\"C\\\"\"");
        }
    }

    @Test
    void timeIsPausedStepsAndGoesFaster() throws Exception {
        try (Rig.Page page = rig.open()) {
            order("speed", "times=0");
            page.await("clock", "\"speed\":0");
            Duration before = board.clock().now();
            AtomicInteger happened = new AtomicInteger();
            board.clock().after(Duration.ofSeconds(10), happened::incrementAndGet);

            order("step", "seconds=10");

            assertThat(happened).hasValue(1);
            assertThat(board.clock().now()).isEqualTo(before.plusSeconds(10));
            assertThat(rig.post("/do/speed", "times=1001").statusCode()).isEqualTo(400);
            order("speed", "times=1000");
            page.await("clock", "\"speed\":1000");
        }
    }

    /** The bits of a strip of LEDs follow each other, though the clock goes on between two bytes by much more than a pulse. */
    @Test
    void aStripOfLedsIsWrittenWhileTimeGoesFast() throws Exception {
        SimNeoPixel strip = new SimNeoPixel(SimNeoPixel.Model.WS2812B, 8, 3);
        board.spi().attach(strip);
        board.clock().speed(1000);
        try (NeoPixelOut out = new NeoPixelOut(rig.blinka.pin("MOSI"))) {
            byte[] greenRedBlue = new byte[24];
            greenRedBlue[21] = 0x22;
            greenRedBlue[22] = 0x11;
            greenRedBlue[23] = 0x33;

            out.write(greenRedBlue);

            await().atMost(Rig.LIMIT).until(() -> strip.color(7) == 0x112233);
            assertThat(strip.color(0)).isZero();
        }
    }

    @Test
    void aProgramIsRestartedOnANewBoardOfTheSamePage() throws Exception {
        assertThat(rig.post("/do/restart", "").statusCode()).isEqualTo(409);
        AtomicInteger asked = new AtomicInteger();
        rig.bench().program("blink");
        rig.bench().onRestart(asked::incrementAndGet);
        try (Rig.Page page = rig.open()) {
            page.await("board", "\"program\":\"blink\",\"run\":0,\"restart\":true");

            order("restart", "");
            assertThat(asked).hasValue(1);
            rig.provider.newBoard();
            try (SimBoard next = rig.provider.board()) {
                assertThat(next).isNotSameAs(board);
                page.await("board", "\"run\":1");
                order("pin", "pin=D4&to=high");
                assertThat(next.pin("D4").level()).isTrue();
                assertThat(board.pin("D4").level()).isFalse();
            }
        }
    }

    @Test
    void fiftyPagesGetTheSameEventsAndTheNextOnesAreRefusedBeyondTheLimit() throws Exception {
        List<Rig.Page> pages = new ArrayList<>();
        try (DigitalInOut led = new DigitalInOut(rig.blinka.pin("D18"))) {
            led.switchToOutput(false);
            for (int i = 0; i < 64; i++) {
                pages.add(rig.open());
            }
            try (Rig.Page tooMany = rig.open()) {
                assertThat(tooMany.status).isEqualTo(503);
            }
            led.value(true);
            for (Rig.Page page : pages) {
                page.await("pins", "\"D18\":{\"level\":true");
            }
            // The program's own thread made nothing of this: a page that does not read costs it no time and no memory.
            for (int i = 0; i < 10_000; i++) {
                led.value(i % 2 == 0);
            }
        } finally {
            for (Rig.Page page : pages) {
                page.close();
            }
        }
    }

    @Test
    void closingFreesThePortAndTheThreads() throws Exception {
        int port = rig.bench().address().getPort();
        PrintStream watched = System.out;
        try (Rig.Page page = rig.open()) {
            page.await("clock", "t");
            rig.bench().close();
            rig.bench().close();
        }

        assertThat(System.out).isNotSameAs(watched);
        await().atMost(Rig.LIMIT)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                                .map(Thread::getName)
                                .filter(name ->
                                        name.startsWith("blinka4j-bench") || name.startsWith("HTTP-Dispatcher")))
                        .isEmpty());
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    /** A program whose last thread ends must end, though the page is open. */
    @Test
    void allThreadsAreDaemons() throws Exception {
        try (Rig.Page page = rig.open()) {
            page.await("clock", "t");

            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().matches("blinka4j-bench.*|HTTP-Dispatcher.*")))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allMatch(Thread::isDaemon);
        }
    }

    @Test
    void theAddressIsPrintedOnTheStandardError() {
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try (Bench bench = Rig.provider("0").bench()) {
            assertThat(bytes.toString(StandardCharsets.UTF_8).strip()).isEqualTo("bench: " + bench.address());
        } finally {
            System.setErr(err);
        }
    }
}
