// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.NeoPixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A strip of NeoPixels at MOSI, through the kernel's driver of the i.MX6's SPI controller. QEMU has no strip; the flash on the bus is
 * not selected. The report has the share of the processor at 60 frames a second.
 */
@ExtendWith(Lab.Extension.class)
@ResourceLock("/dev/spidev0.0")
class NeoPixelIT {
    /** spidev transfers 4096 bytes, which are 445 pixels at 2.4 MHz: (4096 - 1 - 90) / 9. */
    @Test
    void threeHundredPixelsAreSentAndMoreThanATransferHasAreRefused(Lab lab) {
        assertThat(lab.guest()
                        .output("cat /sys/module/spidev/parameters/bufsiz")
                        .strip())
                .isEqualTo("4096");

        String output = lab.finish(lab.start(NeoPixels.class, "300", "300", "446"), Lab.PATIENCE);

        assertThat(Lab.line(output, "frames:")).startsWith("300 at ");
        assertThat(Lab.line(output, "processor:")).contains("% of one");
        assertThat(Lab.line(output, "refused:"))
                .contains("1338 bytes", "4105", "4096", "1335 bytes", "spidev.bufsiz=65536");
        assertThat(output).endsWith("done\n");
    }
}
