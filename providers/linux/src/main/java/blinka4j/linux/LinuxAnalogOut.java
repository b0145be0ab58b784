// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.linux.IioVoltage.Direction;
import blinka4j.provider.AnalogOutPort;
import blinka4j.provider.BoardDefinition.AnalogOutput;
import blinka4j.provider.Host;
import java.io.IOException;

/** A voltage output of a converter of the kernel's IIO subsystem. */
final class LinuxAnalogOut implements AnalogOutPort {
    private static final double FULL = 0xFFFF;

    private final IioVoltage output;
    private final KernelFile raw;
    private volatile boolean awake;

    private LinuxAnalogOut(Host host, IioVoltage output) {
        this.output = output;
        raw = KernelFile.toWrite(host, output.name, output.path);
    }

    static LinuxAnalogOut open(Host host, AnalogOutput output) {
        return new LinuxAnalogOut(host, new IioVoltage(host, Direction.OUT, output.device(), output.channel()));
    }

    @Override
    public void write(int value) {
        try {
            raw.write(Math.round(value / FULL * output.highest - output.offset));
            if (!awake) {
                output.wake();
                awake = true;
            }
        } catch (IOException e) {
            throw output.failure(e);
        }
    }

    @Override
    public double referenceVoltage() {
        return output.referenceVoltage;
    }

    @Override
    public String name() {
        return output.name;
    }

    @Override
    public void close() {
        raw.close();
    }

    @Override
    public String toString() {
        return output.name;
    }
}
