// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.UartTalk;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The serial port, with the test at its far end. */
@ExtendWith(Lab.Extension.class)
@ResourceLock("/dev/ttymxc0")
class UartIT {
    private static final int[] WRITES = {11, 4096, 1, 700, 6001};

    private final Lab lab;

    UartIT(Lab lab) {
        this.lab = lab;
    }

    @Test
    void sixtyFourKibibytesPassUnharmedEachWayAtOnceAndAllElseOfASerialPortWorks() throws NoSuchAlgorithmException {
        Uart far = lab.guest().uart();
        far.drain();
        Job program = lab.start(UartTalk.class);
        program.awaitOut("ready\n", Lab.PATIENCE);
        byte[] sent = random(1);
        for (int at = 0, i = 0, end; at < sent.length; at = end, i++) {
            end = Math.min(sent.length, at + WRITES[i % WRITES.length]);
            far.write(Arrays.copyOfRange(sent, at, end));
        }
        assertThat(far.read(UartTalk.COUNT, Lab.PATIENCE)).isEqualTo(random(UartTalk.SEED));
        program.awaitOut("received ", Lab.PATIENCE);

        program.awaitOut("baudrate 57600\n", Lab.PATIENCE);
        String settings = lab.guest().output("stty -F /dev/ttymxc0");
        System.out.println(settings);
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
                .contains("UART(/dev/ttymxc0)")
                .contains("the port was unplugged or its driver let it go")
                .contains("open it again");
    }

    private static byte[] random(long seed) {
        byte[] bytes = new byte[UartTalk.COUNT];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
