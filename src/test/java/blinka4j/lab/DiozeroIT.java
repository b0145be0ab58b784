// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
        try {
            System.out.println("EXIT " + j.await(Lab.PATIENCE).exit());
        } catch (RuntimeException e) {
            System.out.println(e);
            j.close();
        }
        Lab.show(j);
    }

    @Test
    void explore() {
        String p = "BLINKA_PROVIDER=diozero ";
        run(p + lab.java(Messages.class, "maker").replace("java -cp", "java -cp"));
        run(p + "taskset 1 " + lab.java(I2cDevices.class));
        run(p + "taskset 1 " + lab.java(Allocation.class, "GPIO5_IO26"));
        Job spi = lab.guest().start(p + lab.java(SpiFlash.class, "kernel", "0x12345"));
        spi.awaitOut("take the chip away\n", Lab.PATIENCE);
        lab.guest().output("spi-driver none; touch /tmp/spi-done");
        System.out.println("EXIT " + spi.await(Lab.PATIENCE).exit());
        lab.guest().output("spi-driver spidev");
        System.out.println(spi.out().replaceAll("base64: .*", "base64") + spi.err());
        lab.guest().qtest().watch(Sabrelite.gpio(4));
        String pipe = "/tmp/px";
        lab.guest().output("mkfifo " + pipe);
        Job pins = lab.guest().start("export BLINKA_PROVIDER=diozero; exec " + lab.java(Pins.class) + " <>" + pipe);
        int n = 0;
        for (String c : new String[] {
            "open GPIO5_IO5",
            "switchToOutput GPIO5_IO5 true",
            "value GPIO5_IO5",
            "switchToInput GPIO5_IO5",
            "switchToOutput GPIO5_IO5 true",
            "switchToOutput GPIO5_IO5 true OPEN_DRAIN",
            "value GPIO5_IO5",
            "switchToInput GPIO5_IO5 UP",
            "switchToInput GPIO5_IO5",
            "switchToOutput GPIO5_IO5 false",
            "close GPIO5_IO5",
            "open GPIO4_IO6",
            "value GPIO4_IO6",
            "onEdge GPIO4_IO6 BOTH 3000",
            "onEdge GPIO4_IO6 BOTH 0"
        }) {
            lab.guest().output("echo '" + c + "' >" + pipe);
            pins.awaitOut("#" + ++n + "\n", Lab.PATIENCE);
        }
        System.out.println(lab.gpioinfo(3, 6));
        System.out.println("LEVELS " + lab.levels(5));
        System.out.println(lab.guest().output("cat /proc/interrupts | grep -i gpio"));
        for (int i = 0; i < 6; i++) {
            lab.guest().qtest().drive(Sabrelite.gpio(3), 6, i % 2 == 0);
            lab.guest().output("true");
        }
        for (String c : new String[] {"edges GPIO4_IO6"}) {
            lab.guest().output("sleep 1; echo '" + c + "' >" + pipe);
            pins.awaitOut("#" + ++n + "\n", Lab.PATIENCE);
        }
        // Stopped and continued.
        String pid = lab.guest()
                .output("pidof java || ps | grep Pins | grep -v grep")
                .strip();
        System.out.println("PID " + pid);
        pins.signal("STOP");
        lab.guest().output("sleep 1");
        pins.signal("CONT");
        lab.guest().output("sleep 1");
        for (int i = 0; i < 6; i++) {
            lab.guest().qtest().drive(Sabrelite.gpio(3), 6, i % 2 == 0);
            lab.guest().output("true");
        }
        for (String c :
                new String[] {"edges GPIO4_IO6", "stopEdges GPIO4_IO6", "close GPIO4_IO6", "cycles GPIO4_IO13 100"}) {
            lab.guest().output("sleep 1; echo '" + c + "' >" + pipe);
            pins.awaitOut("#" + ++n + "\n", Lab.PATIENCE);
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
        System.out.println(
                lab.guest()
                        .output(
                                "ls /sys/class/pwm/; zcat /proc/config.gz 2>/dev/null | grep PWM_IMX; find / -name '*pwm*' -path '*modules*' | head; dmesg | tail -20"));
    }
}
