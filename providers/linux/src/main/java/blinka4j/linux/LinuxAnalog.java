// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.linux.IioVoltage.Direction;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.Host;
import java.io.IOException;

/** A voltage input of a converter of the kernel's IIO subsystem. */
final class LinuxAnalog implements AnalogPort {
    private static final int FULL = 0xFFFF;

    private final IioVoltage input;
    private final KernelFile raw;

    private LinuxAnalog(Host host, IioVoltage input) {
        this.input = input;
        raw = KernelFile.toRead(host, input.name, input.path);
    }

    /** True if this machine has a voltage input. */
    static boolean hasInput(Host host) {
        return host.list(IioVoltage.DEVICES).stream()
                .flatMap(each -> host.list(IioVoltage.DEVICES + "/" + each).stream())
                .anyMatch(Direction.IN.files().asMatchPredicate());
    }

    static LinuxAnalog open(Host host, AnalogInput input) {
        return new LinuxAnalog(host, new IioVoltage(host, Direction.IN, input.device(), input.channel()));
    }

    @Override
    public int read() {
        try {
            double part = (raw.read() + input.offset) / input.highest;
            return (int) Math.round(FULL * Math.max(0, Math.min(1, part)));
        } catch (IOException e) {
            throw input.failure(e);
        }
    }

    @Override
    public double referenceVoltage() {
        return input.referenceVoltage;
    }

    @Override
    public String name() {
        return input.name;
    }

    @Override
    public void close() {
        raw.close();
    }

    @Override
    public String toString() {
        return input.name;
    }
}
