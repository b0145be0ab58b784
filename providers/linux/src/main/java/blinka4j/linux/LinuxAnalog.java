// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.NotAvailableException;
import blinka4j.linux.IioVoltage.Direction;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.Host;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A voltage input of a converter of the kernel's IIO subsystem. */
final class LinuxAnalog implements AnalogPort {
    private static final int FULL = 0xFFFF;

    private final IioVoltage input;
    private final RandomAccessFile file;
    private final byte[] buffer = new byte[32];
    private boolean closed;

    private LinuxAnalog(Host host, IioVoltage input) {
        this.input = input;
        Path real = host.path(input.path);
        if (!Files.isReadable(real)) {
            throw input.denied("r");
        }
        try {
            file = new RandomAccessFile(real.toFile(), "r");
        } catch (IOException e) {
            throw new NotAvailableException(
                    "%s cannot be opened (%s). 'dmesg' may say why.".formatted(input.path, e.getMessage()), e);
        }
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
    public synchronized int read() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Open it again to use it.".formatted(input));
        }
        int length;
        try {
            // The kernel measures when its file is read from the start.
            file.seek(0);
            length = file.read(buffer);
        } catch (IOException e) {
            throw input.failure(String.valueOf(e.getMessage()), e);
        }
        long raw = 0;
        int at = length > 0 && buffer[0] == '-' ? 1 : 0;
        int first = at;
        while (at < length && buffer[at] >= '0' && buffer[at] <= '9') {
            raw = 10 * raw + buffer[at++] - '0';
        }
        if (at == first) {
            throw input.failure("it is not a number", null);
        }
        double part = ((first == 1 ? -raw : raw) + input.offset) / input.highest;
        return (int) Math.round(FULL * Math.max(0, Math.min(1, part)));
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
    public synchronized void close() {
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            // Nothing is written, so nothing is lost.
        }
    }

    @Override
    public String toString() {
        return input.name;
    }
}
