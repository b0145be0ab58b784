// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks arguments of programs that are compiled without a null checker. */
public final class Arguments {
    private Arguments() {}

    /**
     * Returns {@code argument} if it is not null.
     *
     * @param use the first words of the message: {@code "I2CDevice needs a bus"}
     * @param such an example of a right argument, for the message: {@code "new I2C(1)"}
     * @throws IllegalArgumentException if {@code argument} is null
     */
    public static <T> T required(@Nullable T argument, String use, String such) {
        if (argument == null) {
            throw new IllegalArgumentException("%s, but it is null. Pass one such as %s.".formatted(use, such));
        }
        return argument;
    }

    /**
     * Returns {@code port} if it is not null.
     *
     * @param front the class that needs it, for the message: {@code I2C}
     * @param pins how to open the same on pins of the board, for the message: {@code new I2C(Board.SCL, Board.SDA)}
     * @throws IllegalArgumentException if {@code port} is null
     */
    public static <T> T port(@Nullable T port, String front, String pins) {
        if (port == null) {
            throw new IllegalArgumentException(
                    "%s needs a port, but it is null. Pass an open port, or use pins of the board: %s."
                            .formatted(front, pins));
        }
        return port;
    }

    /**
     * Returns the name of a device file.
     *
     * @param use the class that needs it, for the message: {@code I2C}
     * @param such an example, for the message: {@code /dev/i2c-1}
     * @throws IllegalArgumentException if {@code device} is null, or no file can have that name
     */
    public static String deviceFile(@Nullable String device, String use, String such) {
        String name = required(device, use + " needs a device file", such);
        if (name.indexOf('\0') >= 0) {
            throw noDeviceFile(name, "it contains the character NUL", such, null);
        }
        if (name.startsWith("/")) {
            try {
                Path unused = Path.of(name);
            } catch (InvalidPathException e) {
                throw noDeviceFile(name, e.getReason(), such, e);
            }
        }
        return name;
    }

    private static IllegalArgumentException noDeviceFile(
            String name, String reason, String such, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "'%s' cannot be the name of a device file: %s. Pass one such as %s."
                        .formatted(name.replace("\0", "\\0"), reason, such),
                cause);
    }
}
