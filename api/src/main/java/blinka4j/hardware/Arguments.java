// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks what programs pass that no tool has checked. */
public final class Arguments {
    private Arguments() {}

    /**
     * Returns {@code argument}, unless it is null.
     *
     * @param use what needs it, and what it is, for the message: {@code "I2CDevice needs a bus"}
     * @param such what to pass, for the message: {@code "new I2C(1)"}
     * @throws IllegalArgumentException if {@code argument} is null
     */
    public static <T> T required(@Nullable T argument, String use, String such) {
        if (argument == null) {
            throw new IllegalArgumentException("%s, and was given null; pass one such as %s".formatted(use, such));
        }
        return argument;
    }

    /**
     * Returns the name of a device file.
     *
     * @param use what needs it, for the message: {@code I2C}
     * @param such what to pass, for the message: {@code /dev/i2c-1}
     * @throws IllegalArgumentException if it is null, or no file can have that name
     */
    public static String deviceFile(@Nullable String device, String use, String such) {
        String name = required(device, use + " needs a device file", such);
        if (name.indexOf('\0') >= 0) {
            throw noDeviceFile(name, "it has the character NUL", such, null);
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
                "'%s' cannot be the name of a device file (%s); pass one such as %s"
                        .formatted(name.replace("\0", "\\0"), reason, such),
                cause);
    }
}
