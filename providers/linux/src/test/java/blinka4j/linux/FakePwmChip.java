// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.kernel.Errno;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A PWM controller with the rules of the kernel's {@code drivers/pwm/sysfs.c} and {@code core.c}: an output is exported
 * once; the period is never 0 and never shorter than the high part; each write is one change.
 */
final class FakePwmChip {
    private static final List<String> ATTRIBUTES = List.of("period", "duty_cycle", "enable", "polarity");

    private final FakeKernel kernel;
    private final String folder;
    private final int count;
    private final Map<Integer, Output> outputs = new TreeMap<>();

    /** All writes, such as {@code 0/period=2000000}. A refused write ends with {@code !}. */
    final List<String> writes = new ArrayList<>();

    /** The error number with which correct writes fail; 0 if they succeed. */
    int refuses;

    /** The shortest period that the controller supports. */
    long shortest = 1;

    /** Outputs that a driver of the kernel uses. */
    final List<Integer> held = new ArrayList<>();

    /** Runs when an output has been exported, as udev does. */
    Runnable exported = () -> {};

    /** The state of an output, also while it is not exported. */
    static final class Output {
        long period;
        long high;
        boolean enabled;
        String polarity = "normal";
        boolean isExported;
    }

    FakePwmChip(FakeKernel kernel, Path root, String name, String device, int count) {
        this.kernel = kernel;
        this.folder = "/sys/class/pwm/" + name;
        this.count = count;
        kernel.file(folder + "/npwm", count + "\n");
        kernel.device(folder + "/export", () -> attribute("export", this::export));
        kernel.device(folder + "/unexport", () -> attribute("unexport", this::unexport));
        try {
            Path controller = Files.createDirectories(root.resolve("sys/devices/platform/soc/" + device));
            Files.createSymbolicLink(root.resolve(folder.substring(1)).resolve("device"), controller);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Output output(int channel) {
        return outputs.computeIfAbsent(channel, number -> new Output());
    }

    /** Performs a write. Returns the negated error number if it is refused. */
    private interface Store {
        int store(String text);
    }

    private FakeKernel.File attribute(String name, Store store) {
        return new FakeKernel.File() {
            @Override
            public int write(Pointer from, int length) {
                String text = new String(from.getByteArray(0, length), StandardCharsets.US_ASCII);
                int result = store.store(text);
                writes.add(name + "=" + text + (result < 0 ? "!" : ""));
                return result < 0 ? result : length;
            }
        };
    }

    private int export(String text) {
        int channel = Integer.parseInt(text);
        if (channel >= count) {
            return -Errno.ENODEV;
        }
        Output output = output(channel);
        if (output.isExported || held.contains(channel)) {
            return -Errno.EBUSY;
        }
        output.isExported = true;
        for (String attribute : ATTRIBUTES) {
            kernel.device(folder + "/pwm" + channel + "/" + attribute, () -> new Attribute(channel, output, attribute));
        }
        exported.run();
        return 0;
    }

    private int unexport(String text) {
        int channel = Integer.parseInt(text);
        Output output = output(channel);
        if (!output.isExported) {
            return -Errno.ENODEV;
        }
        output.isExported = false;
        for (String attribute : ATTRIBUTES) {
            kernel.remove(folder + "/pwm" + channel + "/" + attribute);
        }
        return 0;
    }

    private final class Attribute implements FakeKernel.File {
        private final int channel;
        private final Output output;
        private final String name;
        private boolean atEnd;

        Attribute(int channel, Output output, String name) {
            this.channel = channel;
            this.output = output;
            this.name = name;
        }

        @Override
        public int read(Pointer into, int length) {
            if (atEnd) {
                return 0;
            }
            atEnd = true;
            byte[] text = (switch (name) {
                                case "period" -> output.period;
                                case "duty_cycle" -> output.high;
                                case "enable" -> output.enabled ? 1 : 0;
                                default -> output.polarity;
                            }
                            + "\n")
                    .getBytes(StandardCharsets.US_ASCII);
            into.write(0, text, 0, text.length);
            return text.length;
        }

        @Override
        public int write(Pointer from, int length) {
            String text = new String(from.getByteArray(0, length), StandardCharsets.US_ASCII);
            int result = output.isExported ? store(text) : -Errno.ENODEV;
            writes.add("%s/%s=%s%s".formatted(channel, name, text, result < 0 ? "!" : ""));
            return result < 0 ? result : length;
        }

        private int store(String text) {
            long period = name.equals("period") ? Long.parseLong(text) : output.period;
            long high = name.equals("duty_cycle") ? Long.parseLong(text) : output.high;
            if (period == 0 || high > period) {
                return -Errno.EINVAL;
            }
            if (refuses != 0) {
                return -refuses;
            }
            if (period < shortest) {
                return -Errno.EINVAL;
            }
            if (name.equals("polarity")) {
                if (output.enabled) {
                    return -Errno.EBUSY;
                }
                output.polarity = text;
            }
            output.period = period;
            output.high = high;
            output.enabled = name.equals("enable") ? text.equals("1") : output.enabled;
            return 0;
        }
    }
}
