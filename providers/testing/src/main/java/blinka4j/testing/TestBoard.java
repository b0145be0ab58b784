// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Clock;
import blinka4j.runtime.Blinka;
import blinka4j.sim.Playbacks;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.SimUart;
import blinka4j.sim.TimeLimitError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The board of one test, from its beginning to its end. */
final class TestBoard {
    private record Place(SimI2CBus bus, int address) {}

    private record Chip(SimI2CDevice device, Object method) {}

    private final SimBoard board;
    private final Blinka.Scope scope;
    private final Playbacks playbacks;
    private final Uncaught uncaught;
    private final Map<Place, Chip> chips = new HashMap<>();
    private Clock.Alarm limit = () -> {};
    private @Nullable Printed printed;

    /** @param seconds the limit of simulated time; 0 for none, also of real time */
    TestBoard(BoardDefinition definition, double seconds, Duration realLimit) {
        board = SimBoard.open(definition);
        scope = Blinka.Scope.ofThread(board.blinka());
        playbacks = Playbacks.watch();
        uncaught = Uncaught.watch();
        if (seconds > 0) {
            limit = board.clock()
                    .limit(
                            Duration.ofNanos(Math.round(seconds * 1e9)),
                            realLimit,
                            () -> " For another limit, or none, use @Simulated(limit = …)." + board.state());
        }
    }

    static boolean gives(Class<?> type) {
        return type == SimBoard.class
                || type == SimClock.class
                || type == Blinka.class
                || type == SimPin.class
                || type == SimI2CBus.class
                || type == SimSpiBus.class
                || type == SimUart.class
                || type == Printed.class
                || SimI2CDevice.class.isAssignableFrom(type);
    }

    /**
     * A parameter of a method.
     *
     * @param on the value of {@link On}, null without
     * @param at the value of {@link At}, null without
     * @param method the method, which may not have two chips at one place
     * @param maker makes a chip
     * @throws IllegalArgumentException if it is not possible; the message says what to do
     */
    Object parameter(Class<?> type, @Nullable String on, @Nullable Integer at, Object method, Supplier<?> maker) {
        if (SimI2CDevice.class.isAssignableFrom(type)) {
            SimI2CBus bus = on == null ? board.i2c() : board.i2c(on);
            return chip(type, bus, at == null ? UsualAddress.of(type) : at, method, maker);
        }
        if (!gives(type) || at != null) {
            throw new IllegalArgumentException(
                    "%s cannot have %s. %s is for a pin (SimPin), a bus (SimI2CBus, SimSpiBus, SimUart) or a chip, @At for a chip on I2C. The program opens its own objects, such as DigitalInOut."
                            .formatted(type.getSimpleName(), at != null ? "@At" : "@On", "@On"));
        }
        if (type == SimPin.class) {
            if (on == null) {
                throw new IllegalArgumentException(
                        "a SimPin needs the name of its pin, such as @On(\"D18\") SimPin led");
            }
            return board.pin(on);
        }
        if (type == SimI2CBus.class) {
            return (on == null ? board.i2c() : board.i2c(on)).record();
        }
        if (type == SimSpiBus.class) {
            return (on == null ? board.spi() : board.spi(on)).record();
        }
        if (type == SimUart.class) {
            return on == null ? board.uart() : board.uart(on);
        }
        if (on != null) {
            throw new IllegalArgumentException("a test has one %s. Leave out @On.".formatted(type.getSimpleName()));
        }
        if (type == Printed.class) {
            printed = printed == null ? Printed.start() : printed;
            return printed;
        }
        return type == SimClock.class ? board.clock() : type == Blinka.class ? board.blinka() : board;
    }

    private Object chip(Class<?> type, SimI2CBus bus, int address, Object method, Supplier<?> maker) {
        Place place = new Place(bus, address);
        Chip there = chips.get(place);
        if (there != null) {
            if (there.device.getClass() != type || there.method.equals(method)) {
                throw new IllegalArgumentException(
                        "%s cannot be at 0x%02x of %s, as %s is there. Give it another address with @At, or another bus with @On."
                                .formatted(type.getSimpleName(), address, bus, there.device));
            }
            return there.device;
        }
        SimI2CDevice made = UsualAddress.make(type, maker);
        bus.attach(address, made);
        chips.put(place, new Chip(made, method));
        return made;
    }

    /**
     * Closes the board.
     *
     * @param failure with which the test failed; null if it did not
     * @throws AssertionError if something is wrong that {@code failure} does not have
     */
    void end(@Nullable Throwable failure) {
        List<Throwable> wrong = new ArrayList<>();
        try {
            // The error of a limit that has interrupted the test, if nothing has thrown it yet.
            board.clock().polled();
        } catch (TimeLimitError e) {
            wrong.add(e);
        }
        limit.cancel();
        wrong.addAll(playbacks.unfinished());
        try {
            board.close();
        } catch (RuntimeException | Error e) {
            wrong.add(e);
            wrong.addAll(List.of(e.getSuppressed()));
        }
        scope.close();
        if (printed != null) {
            printed.end();
        }
        for (Throwable each : board.takeFailures()) {
            wrong.add(new AssertionError(
                    "a listener has thrown %s. If the test expects it, take it with board.takeFailures()."
                            .formatted(each),
                    each));
        }
        wrong.addAll(uncaught.end());
        Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
        addAll(failure, known);
        wrong.removeIf(each -> !known.add(each.getCause() == null ? each : each.getCause()));
        if (wrong.isEmpty()) {
            return;
        }
        AssertionError all = new AssertionError(text(wrong), wrong.get(0));
        wrong.stream().skip(1).forEach(all::addSuppressed);
        throw all;
    }

    private static String text(List<Throwable> wrong) {
        List<String> messages =
                wrong.stream().map(each -> String.valueOf(each.getMessage())).toList();
        return String.join("%n".formatted(), messages);
    }

    /** A failure with its causes, and what is suppressed in them. */
    private static void addAll(@Nullable Throwable failure, Set<Throwable> known) {
        if (failure != null && known.add(failure)) {
            addAll(failure.getCause(), known);
            for (Throwable each : failure.getSuppressed()) {
                addAll(each, known);
            }
        }
    }
}
