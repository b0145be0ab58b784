// SPDX-License-Identifier: MIT
package blinka4j.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import blinka4j.sim.SimI2CDevice;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.function.Supplier;

/** Chips that a test asks for by their class. */
final class UsualAddress {
    private static final String FILE = "usual-addresses.properties";
    private static final Properties ADDRESSES = read();

    private UsualAddress() {}

    private static Properties read() {
        Properties addresses = new Properties();
        try (InputStream in = UsualAddress.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "%s is missing in the jar of blinka4j-testing. Use the jar as it is published."
                                .formatted(FILE));
            }
            addresses.load(new InputStreamReader(in, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return addresses;
    }

    /** The address that CircuitPython's driver for this chip takes by default. */
    static int of(Class<?> chip) {
        String address =
                chip.getPackageName().equals("blinka4j.sim.chips") ? ADDRESSES.getProperty(chip.getSimpleName()) : null;
        if (address == null) {
            throw new IllegalArgumentException("%1$s has no usual address. Say where it is, such as @At(0x20) %1$s."
                    .formatted(chip.getSimpleName()));
        }
        return Integer.decode(address);
    }

    /** What {@code maker} makes, which calls the constructor without arguments. */
    static SimI2CDevice make(Class<?> chip, Supplier<?> maker) {
        try {
            return (SimI2CDevice) maker.get();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the constructor %s() has thrown %s".formatted(chip.getSimpleName(), e), e);
        } catch (Exception e) {
            // JUnit throws checked exceptions of reflection without declaring them.
            throw new IllegalArgumentException(
                    "%1$s cannot be made: it has no constructor without arguments. Make it in the test, and attach it: bus.attach(0x20, new %1$s(...))."
                            .formatted(chip.getSimpleName()),
                    e);
        }
    }
}
