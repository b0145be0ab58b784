// SPDX-License-Identifier: MIT
package com.pi4j.library.gpiod.internal;

import java.util.ArrayList;
import java.util.List;

/** Replaces the class in the jar of Pi4J's plugin gpiod. Logs which lines are released. */
public final class GpioDContext {
    private static final GpioDContext INSTANCE = new GpioDContext();

    private final List<Integer> closed = new ArrayList<>();

    public static GpioDContext getInstance() {
        return INSTANCE;
    }

    public GpioLine getOrOpenLine(int offset) {
        return new GpioLine(offset);
    }

    public void closeLine(GpioLine line) {
        closed.add(line.offset());
    }

    public List<Integer> closed() {
        return closed;
    }
}
