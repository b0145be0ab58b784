// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Allocation;
import blinka4j.lab.guest.I2cDevices;
import blinka4j.lab.guest.Messages;
import blinka4j.lab.guest.OpenEnd;
import blinka4j.lab.guest.Pins;
import blinka4j.lab.guest.SpiFlash;
import blinka4j.lab.guest.UartTalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
/** Exploration. */
@ExtendWith(Lab.Extension.class)
class DiozeroIT {
    private final Lab lab;

    DiozeroIT(Lab lab) {
        this.lab = lab;
    }

    private void run(String c) {
        Job j = lab.guest().start(c);
        try { System.out.println("EXIT " + j.await(Lab.PATIENCE).exit()); } catch (RuntimeException e) { System.out.println(e); j.close(); }
        Lab.show(j);
    }

    @Test
    void explore() {
        String p = "BLINKA_PROVIDER=diozero ";
        String pipe = "/tmp/px";
        lab.guest().output("mkfifo " + pipe);
        Job pins = lab.guest().start("export BLINKA_PROVIDER=diozero; exec " + lab.java(Pins.class) + " <>" + pipe);
        int n = 0;
        for (String c : new String[] {"open GPIO4_IO6", "close GPIO4_IO6", "cycles GPIO4_IO13 1", "cycles GPIO4_IO13 10", "cycles GPIO4_IO13 10", "cycles GPIO4_IO13 30"}) {
            long t = System.nanoTime();
            lab.guest().output("echo '" + c + "' >" + pipe);
            try {
            pins.awaitOut("#" + ++n + "\n", java.time.Duration.ofSeconds(60));
            } catch (RuntimeException e) {
                pins.signal("QUIT");
                lab.guest().output("sleep 3");
                Lab.show(pins);
                throw e;
            }
            System.out.println(c + " took " + (System.nanoTime() - t) / 1000000 + " ms");
        }
        Lab.show(pins);
        pins.close();
        Uart far = lab.guest().uart();
        far.drain();
        run(p + lab.java(OpenEnd.class));
        far.drain();
        Job program = lab.guest().start(p + lab.java(UartTalk.class));
        program.awaitOut("ready\n", Lab.PATIENCE);
        byte[] sent = new byte[UartTalk.COUNT];
        far.write(sent);
        far.read(UartTalk.COUNT, Lab.PATIENCE);
        program.awaitOut("baudrate 57600\n", Lab.PATIENCE);
        System.out.println(lab.guest().output("stty -F /dev/ttymxc0; ls -l /proc/$(pidof java)/fd | grep tty"));
        far.write("again".getBytes(US_ASCII));
        System.out.println(new String(far.read(5, Lab.PATIENCE), US_ASCII));
        program.awaitOut("lines\n", Lab.PATIENCE);
        far.write("first\nsecond\nthi".getBytes(US_ASCII));
        program.awaitOut("rubbish\n", Lab.PATIENCE);
        far.write("rubbish".getBytes(US_ASCII));
        program.awaitOut("unplug\n", Lab.PATIENCE);
        lab.guest().output("echo 2020000.serial >/sys/bus/platform/drivers/imx-uart/unbind");
        System.out.println("EXIT " + program.await(Lab.PATIENCE).exit());
        Lab.show(program);
        lab.guest().output("echo 2020000.serial >/sys/bus/platform/drivers/imx-uart/bind");
        System.out.println(lab.guest().output("ls /sys/class/pwm/; zcat /proc/config.gz 2>/dev/null | grep PWM_IMX; find / -name '*pwm*' -path '*modules*' | head; dmesg | tail -20"));
    }
}
