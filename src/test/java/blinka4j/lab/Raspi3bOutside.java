// SPDX-License-Identifier: MIT
package blinka4j.lab;

import blinka4j.conformance.Outside;
import java.util.List;

/** The header's pins by their names, {@code D18}, from outside. QEMU's model has no edges, and the machine no buses. */
final class Raspi3bOutside implements Outside {
    private final Lab lab;

    Raspi3bOutside(Lab lab) {
        this.lab = lab;
        lab.guest().qtest().watch(Raspi3b.GPIO);
    }

    private static int line(String pin) {
        return Integer.parseInt(pin.substring(1));
    }

    @Override
    public void drive(String pin, boolean high) {
        Raspi3b.drive(lab.guest(), line(pin), high);
    }

    @Override
    public void release(String pin) {
        // The model's lines keep the level that they were last driven to.
    }

    @Override
    public boolean level(String pin) {
        return Raspi3b.level(lab.guest(), line(pin));
    }

    @Override
    public List<Boolean> changes(String pin) {
        return lab.levels(line(pin));
    }

    @Override
    public boolean isDriven(String pin) {
        return Raspi3b.isOutput(lab.guest(), line(pin));
    }

    @Override
    public String info(String pin) {
        return lab.gpioinfo(0, line(pin));
    }

    @Override
    public AutoCloseable hold(String pin) {
        Job holder = lab.guest().start("gpioset --mode=signal gpiochip0 %s=1".formatted(line(pin)));
        lab.awaitGpioinfo(0, line(pin), "gpioset");
        return holder;
    }
}
