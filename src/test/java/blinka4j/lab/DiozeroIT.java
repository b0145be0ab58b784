// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.conformance.Soak;
import blinka4j.lab.guest.Allocation;
import blinka4j.lab.guest.I2cDevices;
import blinka4j.lab.guest.OpenEnd;
import blinka4j.lab.guest.Pins;
import blinka4j.lab.guest.SpiFlash;
import blinka4j.lab.guest.UartTalk;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The programs of the Linux provider, with the diozero provider, and faults of diozero that they must not see. */
@Order(3)
@ExtendWith(Lab.Extension.class)
@ResourceLock("/dev/i2c-0")
@ResourceLock("/dev/spidev0.0")
@ResourceLock("/dev/ttymxc0")
class DiozeroIT {
    private static final int OUTPUTS = 4;
    private static final int INPUTS = 3;
    /** As many bytes as {@link SpiFlash} reads at once: three of the kernel's messages. */
    private static final int COUNT = 10_000;

    private static final int CYCLES_OF_3_S = Soak.count(5, 20);

    private static final int ONE_BY_ONE = Soak.count(1000, COUNT);

    private final Lab lab;

    DiozeroIT(Lab lab) {
        this.lab = lab;
    }

    private Program program(Class<?> program) {
        return Providers.program(lab.program(program), "diozero");
    }

    @Test
    void aProgramEndsWithItsMainMethodThoughItLeavesAllOpen() {
        Job program = lab.guest().start("exec " + program(OpenEnd.class).command("GPIO4_IO20", "GPIO2_IO20"));
        program.awaitOut("watching\n", Lab.PATIENCE);
        drive(INPUTS, 20, true);
        drive(1, 20, true);
        String output = lab.finish(program, Lab.PATIENCE);
        drive(INPUTS, 20, false);
        drive(1, 20, false);
        assertThat(output)
                .contains("the port is open again: UART(/dev/ttymxc0)\n")
                .contains("a sensor answers: true\n")
                .contains("GPIO4_IO20: RISING\n")
                .contains("GPIO2_IO20: RISING\n")
                .endsWith("the end of main\n");
        assertThat(program.err()).as("what diozero prints").isEmpty();
        assertThat(lab.gpioinfo(INPUTS, 20)).contains("unused");
    }

    @Test
    void pinsShowNoGlitchKeepTheirEdgesAndLeaveNothing() {
        lab.guest().qtest().watch(Sabrelite.gpio(OUTPUTS));
        try (Dialogue pins = lab.talk(program(Pins.class));
                Job other = lab.guest().start("gpioset --mode=signal gpiochip4 15=1")) {
            lab.awaitGpioinfo(OUTPUTS, 15, "gpioset");
            assertThat(other.running()).isTrue();
            assertThat(pins.ask("open GPIO5_IO15")).contains("PinException", "20ac000.gpio:15", "held by \"gpioset\"");

            assertThat(pins.ask("open GPIO5_IO14")).endsWith("is open");
            does(pins, "switchToOutput GPIO5_IO14 true");
            does(pins, "switchToInput GPIO5_IO14 UP");
            does(pins, "switchToOutput GPIO5_IO14 true");
            assertThat(pins.ask("switchToOutput GPIO5_IO14 true OPEN_DRAIN"))
                    .contains("NotAvailableException", "diozero", "BLINKA_PROVIDER=linux");
            assertThat(pins.ask("value GPIO5_IO14")).isEqualTo("true");
            does(pins, "value GPIO5_IO14 false");
            assertThat(lab.levels(14)).containsExactly(true, false);
            assertThat(lab.gpioinfo(OUTPUTS, 14)).contains("\"diozero\" output");
            does(pins, "close GPIO5_IO14");
            assertThat(lab.gpioinfo(OUTPUTS, 14)).contains("unused").contains("input");

            assertThat(pins.ask("open GPIO4_IO21")).endsWith("is open");
            assertThat(pins.ask("onEdge GPIO4_IO21 BOTH 3")).contains("NotAvailableException", "debounc");
            does(pins, "onEdge GPIO4_IO21 BOTH 0");
            edges(pins, 4);
            // diozero's reader takes the interruption for its end.
            pins.job().signal("STOP");
            lab.guest().output("sleep 1");
            pins.job().signal("CONT");
            edges(pins, 8);
            assertThat(pins.ask("lostEdges GPIO4_IO21")).isEqualTo("0");

            // diozero needs 3 s to let go of a pin while it watches another one.
            assertNothingIsLeft(pins.ask("cycles GPIO4_IO22 " + CYCLES_OF_3_S));
            does(pins, "close GPIO4_IO21");
            assertNothingIsLeft(pins.ask("cycles GPIO4_IO22 20"));
        }
    }

    private static void does(Dialogue pins, String command) {
        assertThat(pins.ask(command)).isEqualTo("ok");
    }

    private void drive(int chip, int line, boolean high) {
        lab.guest().qtest().drive(Sabrelite.gpio(chip), line, high);
    }

    /** Drives until so many edges have come, one after the other. */
    private void edges(Dialogue pins, int count) {
        String edges = pins.ask("edges GPIO4_IO21");
        for (int seen = Integer.parseInt(edges.split(" ")[0]); seen < count; seen++) {
            drive(INPUTS, 21, seen % 2 == 0);
            long end = System.nanoTime() + Lab.PATIENCE.toNanos();
            do {
                edges = pins.ask("edges GPIO4_IO21");
            } while (!edges.startsWith((seen + 1) + " edges") && System.nanoTime() - end < 0);
            assertThat(edges).startsWith((seen + 1) + " edges");
        }
        List<String> lines = edges.lines().skip(1).toList();
        assertThat(lines).hasSize(count);
        long last = 0;
        for (int i = 0; i < count; i++) {
            String[] edge = lines.get(i).split(" ");
            assertThat(edge[0]).isEqualTo(i % 2 == 0 ? "RISING" : "FALLING");
            assertThat(Long.parseLong(edge[1])).as("timestamp").isGreaterThan(last);
            last = Long.parseLong(edge[1]);
        }
    }

    private static void assertNothingIsLeft(String answer) {
        assertThat(numbers(Lab.line(answer, "after:"))[0])
                .as("files")
                .isLessThanOrEqualTo(numbers(Lab.line(answer, "before:"))[0]);
        // The virtual machine also starts and ends threads.
        assertThat(numbers(Lab.line(answer, "after:"))[1])
                .as("threads")
                .isLessThan(numbers(Lab.line(answer, "before:"))[1] + 5);
    }

    private static int[] numbers(String text) {
        return Pattern.compile("\\d+")
                .matcher(text)
                .results()
                .mapToInt(number -> Integer.parseInt(number.group()))
                .toArray();
    }

    @Test
    void theEepromTheMultiplexerAndTheirMessagesAreAsWithTheLinuxProvider() {
        lab.guest().qmp().set(Sabrelite.device("t3"), "temperature", -10_500);
        String output = lab.finish(program(I2cDevices.class).start(), Lab.PATIENCE);
        assertThat(Lab.line(output, "the EEPROM gives back what was written to it:"))
                .isEqualTo("true");
        assertThat(Lab.line(output, "on channel 3:")).isEqualTo("-10.5 C");
        assertThat(Lab.line(output, "on channel 2:")).startsWith("no I2C device at address 0x49");
        assertThat(Lab.line(output, "on the bus itself:")).isEqualTo("false");
        assertThat(Lab.line(output, "gone:")).contains("address 0x49").contains("heck the wiring");
        assertThat(Lab.line(output, "back:")).isEqualTo("-10.5 C");
    }

    @Test
    void pinsAndRegistersAllocateNothing() {
        String output = lab.finish(program(Allocation.class).start("GPIO5_IO16"), Lab.PATIENCE);
        for (String call : List.of("value()", "value(v)", "writeToThenReadFrom", "Register.get")) {
            assertThat(Lab.line(output, call + ":")).as(call).isEqualTo("0 bytes in 500 calls, 0 per call");
        }
    }

    @Test
    void theFlashIsReadInOnePieceThoughTheKernelTakesLess() {
        Job program = program(SpiFlash.class).start("kernel", "0x012345", String.valueOf(COUNT / ONE_BY_ONE));
        program.awaitOut("take the chip away\n", Lab.PATIENCE);
        lab.guest().output("spi-driver none; touch /tmp/spi-done");
        String output = lab.finish(program, Lab.PATIENCE);
        lab.guest().output("spi-driver spidev");
        assertThat(output)
                .startsWith("JEDEC id: bf 25 41\n")
                .contains(COUNT + " bytes at once equal " + ONE_BY_ONE + " read one by one: true\n");
        assertThat(Lab.base64(output, "base64:"))
                .isEqualTo(Arrays.copyOfRange(Sabrelite.flash(), 0x012345, 0x012345 + COUNT));
        assertThat(Lab.line(output, "gone:")).contains("/dev/spidev0.0", "the device may have been removed");
    }

    @Test
    void theSerialPortCarriesBytesBothWaysAndSaysWhenItIsGone() throws NoSuchAlgorithmException {
        Uart far = lab.guest().uart();
        far.drain();
        Job program = program(UartTalk.class).start();
        program.awaitOut("ready\n", Lab.PATIENCE);
        byte[] sent = random(1);
        far.write(sent);
        assertThat(far.read(UartTalk.COUNT, Lab.PATIENCE)).isEqualTo(random(UartTalk.SEED));
        program.awaitOut("received ", Lab.PATIENCE);
        program.awaitOut("baudrate 57600\n", Lab.PATIENCE);
        String settings = lab.guest().output("stty -F /dev/ttymxc0");
        far.write("again".getBytes(US_ASCII));
        assertThat(new String(far.read(5, Lab.PATIENCE), US_ASCII)).isEqualTo("again");
        program.awaitOut("lines\n", Lab.PATIENCE);
        far.write("first\nsecond\nthi".getBytes(US_ASCII));
        program.awaitOut("rubbish\n", Lab.PATIENCE);
        far.write("rubbish".getBytes(US_ASCII));
        program.awaitOut("unplug\n", Lab.PATIENCE);
        lab.guest().output("echo 2020000.serial >/sys/bus/platform/drivers/imx-uart/unbind");
        String output = lab.finish(program, Lab.PATIENCE);
        lab.guest().output("echo 2020000.serial >/sys/bus/platform/drivers/imx-uart/bind");

        assertThat(Lab.line(output, "received"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(sent)));
        assertThat(settings).contains("speed 57600 baud");
        assertThat(output).contains("<first\\n>\n<second\\n>\n<thi>\n");
        String[] nothing = Lab.line(output, "0 bytes came in").split(" ");
        assertThat(Integer.parseInt(nothing[0])).isGreaterThanOrEqualTo(250);
        assertThat(output).contains("waiting: 7, after resetInputBuffer: 0\n");
        assertThat(Lab.line(output, "BusException:"))
                .contains("UART(/dev/ttymxc0)", "the port was unplugged or its driver let it go");
    }

    private static byte[] random(long seed) {
        byte[] bytes = new byte[UartTalk.COUNT];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
