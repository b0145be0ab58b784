// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.onewireio.OneWire;

/** Behind {@code onewireio.OneWire}. */
public final class OneWireResource extends Resource {
    private final OneWire wire;

    OneWireResource(Errors errors, OneWire wire) {
        super(errors, wire, wire::isClosed);
        this.wire = wire;
    }

    public boolean reset() {
        return get(wire::reset);
    }

    public boolean readBit() {
        return get(wire::readBit);
    }

    public void writeBit(boolean value) {
        run(() -> wire.writeBit(value));
    }
}
