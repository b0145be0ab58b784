// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.pct2075.PCT2075;
import blinka4j.linux.LinuxProvider;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimPCT2075;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;

/**
 * Uses two boards at the same time, a pin and a bus of each: the one that it runs on, and a simulated Raspberry Pi. Each has a PCT2075
 * at 0x37; that of the simulated one measures -3.5 °C. The argument is the pin of the real one.
 */
public final class TwoBoards {
    private static final int ROUNDS = 200;

    private TwoBoards() {}

    public static void main(String[] args) throws InterruptedException {
        CyclicBarrier together = new CyclicBarrier(2);
        try (Blinka real = Blinka.open(Boards.board("SABRELITE"), new LinuxProvider());
                SimBoard simulated = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            simulated.i2c().attach(0x37, new SimPCT2075().temperature(-3.5));
            Thread one = new Thread(() -> use("real", real, args[0], together), "real");
            Thread other = new Thread(() -> use("simulated", simulated.blinka(), "D18", together), "simulated");
            one.start();
            other.start();
            one.join();
            other.join();
        }
    }

    private static void use(String name, Blinka blinka, String pin, CyclicBarrier together) {
        try (DigitalInOut led = new DigitalInOut(blinka.pin(pin));
                I2C i2c = blinka.i2c()) {
            led.switchToOutput();
            PCT2075 sensor = new PCT2075(i2c);
            await(together);
            double first = sensor.temperature();
            int same = 0;
            for (int i = 0; i < ROUNDS; i++) {
                led.value(i % 2 == 0);
                same += sensor.temperature() == first && led.value() == (i % 2 == 0) ? 1 : 0;
            }
            System.out.printf(Locale.ROOT, "%s: %s, %.1f C, %s of %s alike%n", name, blinka, first, same, ROUNDS);
            led.value(true);
            await(together);
        }
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
