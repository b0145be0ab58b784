// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.BusException;
import blinka4j.provider.Clock;
import blinka4j.provider.SpiPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Notes the transfers of an SPI bus, and makes them take as long as their bits. */
final class WatchedSpi implements SpiPort {
    private final SpiPort port;
    private final String bus;
    private final Traffic traffic;
    private final Pace pace;
    private final Runnable onClose;
    private volatile @Nullable Settings settings;

    WatchedSpi(SpiPort port, String bus, Traffic traffic, Runnable onClose) {
        this.port = port;
        this.bus = bus;
        this.traffic = traffic;
        this.pace = new Pace(port::sleep);
        this.onClose = onClose;
    }

    @Override
    public int configure(Settings to) {
        int baudrate = port.configure(to);
        settings = to;
        return baudrate;
    }

    @Override
    public void transfer(
            byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keepSelected) {
        Settings now = settings;
        String failure = null;
        try {
            port.transfer(out, outStart, in, inStart, length, keepSelected);
        } catch (BusException e) {
            failure = e.kind().toString();
            throw e;
        } finally {
            if (length > 0) {
                int chipSelect = now == null ? Settings.BY_HAND : now.chipSelect();
                traffic.note(bus, chipSelect, out, outStart, length, in, inStart, length, failure);
            }
        }
        if (now != null) {
            pace.spend(length * 8L * 1_000_000_000L / now.baudrate());
        }
    }

    @Override
    public int longestTransfer() {
        return port.longestTransfer();
    }

    @Override
    public Clock clock() {
        return port.clock();
    }

    @Override
    public void sleep(Duration time) {
        port.sleep(time);
    }

    @Override
    public String name() {
        return port.name();
    }

    @Override
    public void close() {
        onClose.run();
        port.close();
    }

    @Override
    public String toString() {
        return name();
    }
}
