// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.NotAvailableException;
import blinka4j.linux.IioVoltage.Direction;
import blinka4j.provider.AnalogOutPort;
import blinka4j.provider.BoardDefinition.AnalogOutput;
import blinka4j.provider.Host;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A voltage output of a converter of the kernel's IIO subsystem. */
final class LinuxAnalogOut implements AnalogOutPort {
    private static final double FULL = 0xFFFF;

    private final IioVoltage output;
    private final RandomAccessFile file;
    private boolean closed;

    private LinuxAnalogOut(Host host, IioVoltage output) {
        this.output = output;
        Path real = host.path(output.path);
        if (!Files.isWritable(real)) {
            throw output.denied("w");
        }
        try {
            file = new RandomAccessFile(real.toFile(), "rw");
        } catch (IOException e) {
            throw new NotAvailableException(
                    "%s cannot be opened (%s). 'dmesg' may say why.".formatted(output.path, e.getMessage()), e);
        }
    }

    static LinuxAnalogOut open(Host host, AnalogOutput output) {
        return new LinuxAnalogOut(host, new IioVoltage(host, Direction.OUT, output.device(), output.channel()));
    }

    @Override
    public synchronized void write(int value) {
        if (closed) {
            throw new IllegalStateException("%s is closed. Open it again to use it.".formatted(output));
        }
        long raw = Math.round(value / FULL * output.highest - output.offset);
        try {
            // The kernel takes the number that one write has.
            file.seek(0);
            file.write(Long.toString(raw).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw output.failure(String.valueOf(e.getMessage()), e);
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
    public synchronized void close() {
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            // The kernel has taken each value already.
        }
    }

    @Override
    public String toString() {
        return output.name;
    }
}
