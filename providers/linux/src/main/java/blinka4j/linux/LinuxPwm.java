// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.Host;
import blinka4j.provider.PwmPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output of a PWM controller, through the files in {@code /sys/class/pwm}, which the kernel's
 * {@code Documentation/ABI/testing/sysfs-class-pwm} describes. Each write to a file changes the output, so the files stay open.
 *
 * <p>The kernel refuses a period of 0, and a high time longer than the period ({@code pwm_apply_state} in
 * {@code drivers/pwm/core.c}). So a longer period is written before its high time, and a shorter one after it.
 */
final class LinuxPwm implements PwmPort {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxPwm.class);

    /** How long udev may take to give the files of a newly exported output to a group. */
    private static final long PATIENCE_MILLIS = 2_000;

    private static final long PAUSE_MILLIS = 10;

    /** Enough for the digits of a {@code long}, and for the names of the polarity. */
    private static final int BUFFER = 32;

    private static final String NORMAL = "normal";

    private static final Pattern EXPORTED = Pattern.compile("pwm\\d+");
    /** An unused output has the period 0. */
    private static final Pattern PERIOD = Pattern.compile("[1-9]\\d{0,17}");

    private static final int NONE = -1;

    private final SystemCalls sys;
    private final Host host;
    private final String chip;
    private final PwmChannel channel;
    private final String name;
    private final Block buffer = new Block(BUFFER);
    private final PwmClaim claim;
    private int period = NONE;
    private int high = NONE;
    private int enable = NONE;
    private long periodNanos;
    private long highNanos;
    private boolean running;
    private boolean inverted;
    private boolean closed;

    private LinuxPwm(SystemCalls sys, Host host, String chip, PwmChannel channel) {
        this.sys = sys;
        this.host = host;
        this.chip = chip;
        this.channel = channel;
        this.name = channel.device() + ":" + channel.channel();
        this.claim = PwmClaim.of(sys, host, folder());
    }

    static LinuxPwm open(SystemCalls sys, Host host, PwmChannel channel) {
        String chip = DeviceNodes.pwm(host, channel);
        LinuxPwm port = new LinuxPwm(sys, host, chip, channel);
        try {
            port.export();
        } catch (RuntimeException | Error e) {
            port.claim.close();
            throw e;
        }
        try {
            port.openFiles();
            return port;
        } catch (RuntimeException | Error e) {
            port.release();
            throw e;
        }
    }

    private void export() {
        String file = chip + "/export";
        int fd = openFile(file, SystemCalls.O_WRONLY);
        if (fd < 0) {
            throw Node.failure(host, DeviceKind.PWM, file, -fd, "The controller was removed. Connect it and retry.");
        }
        int result = writeNumber(fd, channel.channel());
        sys.close(fd);
        if (result >= 0) {
            claim.exported();
        } else if (result == -Errno.EBUSY && claim.isLeftOver()) {
            LOG.debug("{} was left exported by a program that has ended; using it", name);
        } else {
            throw notExported(-result);
        }
    }

    private HardwareException notExported(int errno) {
        return switch (errno) {
            case Errno.EBUSY ->
                new PinException(
                        claim.isHeld()
                                ? "the PWM output %s (EBUSY 16) is in use by another program of this library, or elsewhere in this one. Close it there."
                                        .formatted(name)
                                : host.exists(folder())
                                        ? "the PWM output %s (EBUSY 16) is in use by another program, or by one that ended without releasing it. End that program, or if there is none, run: echo %s | sudo tee %s/unexport"
                                                .formatted(name, channel.channel(), chip)
                                        : "the PWM output %s (EBUSY 16) is in use by a driver of the kernel, such as that of a fan or a backlight. Find it with 'sudo cat /sys/kernel/debug/pwm' and remove it from the device tree, or choose another pin."
                                                .formatted(name));
            // ENODEV comes from drivers/pwm/sysfs.c, EINVAL from core.c.
            case Errno.ENODEV, Errno.EINVAL ->
                new NotAvailableException(
                        "the PWM controller %s (%s) has %s outputs, counted from 0, so there is no output %s. Choose another one."
                                .formatted(
                                        channel.device(),
                                        chip,
                                        host.text(chip + "/npwm").strip(),
                                        channel.channel()));
            default ->
                new NotAvailableException(
                        "the PWM output %s cannot be exported by %s/export (%s). See 'dmesg' for the reason."
                                .formatted(name, chip, Errno.name(errno)));
        };
    }

    private void openFiles() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        period = openExported("period", SystemCalls.O_RDWR, end);
        high = openExported("duty_cycle", SystemCalls.O_RDWR, end);
        enable = openExported("enable", SystemCalls.O_RDWR, end);
        periodNanos = readNumber(period, "period");
        highNanos = readNumber(high, "duty_cycle");
        running = readNumber(enable, "enable") == 1;
        inverted = isInverted(end);
    }

    private boolean isInverted(long end) {
        int polarity = openExported("polarity", SystemCalls.O_RDONLY, end);
        try {
            return read(polarity, "polarity") > 0 && buffer.bytes.get(0) == 'i';
        } finally {
            sys.close(polarity);
        }
    }

    /** Waits for udev: the kernel makes files that only root may use, then udev gives them to a group. */
    private int openExported(String attribute, int flags, long end) {
        String file = folder() + "/" + attribute;
        while (true) {
            int fd = openFile(file, flags);
            if (fd >= 0) {
                return fd;
            }
            boolean mayCome = fd == -Errno.EACCES || fd == -Errno.ENOENT;
            if (!mayCome || System.nanoTime() - end >= 0) {
                throw Node.failure(
                        host,
                        DeviceKind.PWM,
                        file,
                        -fd,
                        "The kernel exported the output, but this file is missing. Close the port and open it again.");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BusException(
                        BusException.Kind.INTERRUPTED,
                        0,
                        "interrupted while waiting for permission to open %s. Retry.".formatted(file),
                        e);
            }
        }
    }

    private String folder() {
        return chip + "/pwm" + channel.channel();
    }

    private int openFile(String file, int flags) {
        int fd;
        do {
            fd = sys.open(host.path(file).toString(), flags | SystemCalls.O_CLOEXEC);
        } while (fd == -Errno.EINTR);
        return fd;
    }

    /** Reads an attribute into the buffer. Returns its length. */
    private int read(int fd, String attribute) {
        int length;
        do {
            length = sys.read(fd, buffer, BUFFER);
        } while (length == -Errno.EINTR);
        if (length < 0) {
            throw Node.failure(
                    host,
                    DeviceKind.PWM,
                    folder() + "/" + attribute,
                    -length,
                    "The controller was removed. Connect it and open the output again.");
        }
        return length;
    }

    private long readNumber(int fd, String attribute) {
        int length = read(fd, attribute);
        long number = 0;
        for (int i = 0; i < length && buffer.bytes.get(i) >= '0' && buffer.bytes.get(i) <= '9'; i++) {
            number = 10 * number + buffer.bytes.get(i) - '0';
        }
        return number;
    }

    /** Writes a number, 0 or more. Returns the negated error number if the kernel refuses it. */
    private int writeNumber(int fd, long number) {
        int length = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            length++;
        }
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            buffer.bytes.put(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        return writeBuffer(fd, length);
    }

    private int writeBuffer(int fd, int length) {
        int result;
        do {
            result = sys.write(fd, buffer, length);
        } while (result == -Errno.EINTR);
        return result;
    }

    @Override
    public synchronized void set(long periodNanos, long highNanos) {
        if (closed) {
            throw new IllegalStateException("%s is closed. Open it again to use it.".formatted(name));
        }
        if (inverted) {
            // The polarity of a running output cannot change, nor that of one without a period.
            require(enable(false), periodNanos, highNanos);
            change(periodNanos, highNanos);
            require(makeNormal(), periodNanos, highNanos);
        } else {
            change(periodNanos, highNanos);
        }
        require(enable(true), periodNanos, highNanos);
    }

    /** Changes both values, or none if the controller refuses one of them. */
    private void change(long toPeriod, long toHigh) {
        long periodBefore = periodNanos;
        long highBefore = highNanos;
        boolean shorter = toPeriod < periodBefore;
        int result = shorter ? writeHigh(toHigh) : writePeriod(toPeriod);
        if (result >= 0) {
            result = shorter ? writePeriod(toPeriod) : writeHigh(toHigh);
        }
        if (result < 0) {
            int undone = shorter ? writeHigh(highBefore) : writePeriod(periodBefore);
            LOG.debug("{}: {} ns, {} ns high: {}, put back: {}", name, toPeriod, toHigh, result, undone);
            throw refused(-result, toPeriod, toHigh);
        }
    }

    private int writePeriod(long nanos) {
        int result = nanos == periodNanos ? 0 : writeNumber(period, nanos);
        if (result >= 0) {
            periodNanos = nanos;
        }
        return result;
    }

    private int writeHigh(long nanos) {
        int result = nanos == highNanos ? 0 : writeNumber(high, nanos);
        if (result >= 0) {
            highNanos = nanos;
        }
        return result;
    }

    private int enable(boolean run) {
        int result = run == running ? 0 : writeNumber(enable, run ? 1 : 0);
        if (result >= 0) {
            running = run;
        }
        return result;
    }

    private int makeNormal() {
        int fd = openFile(folder() + "/polarity", SystemCalls.O_WRONLY);
        if (fd < 0) {
            return fd;
        }
        buffer.text(0, BUFFER, NORMAL);
        int result = writeBuffer(fd, NORMAL.length());
        sys.close(fd);
        if (result >= 0) {
            inverted = false;
        }
        return result;
    }

    private void require(int result, long toPeriod, long toHigh) {
        if (result < 0) {
            throw refused(-result, toPeriod, toHigh);
        }
    }

    private NotAvailableException refused(int errno, long toPeriod, long toHigh) {
        String cause;
        String others = errno == Errno.EINVAL || errno == Errno.EBUSY ? otherPeriods(toPeriod) : "";
        if (!others.isEmpty()) {
            cause =
                    "On the same controller, %s, and many controllers have one period for all outputs. Use that frequency, or close that output first.%s"
                            .formatted(
                                    others,
                                    errno == Errno.EINVAL
                                            ? " If this controller's outputs are independent, use another frequency."
                                            : "");
        } else if (Errno.gone(errno)) {
            cause = "The controller was removed, or its driver let it go. Connect it and open the output again.";
        } else if (errno == Errno.EBUSY) {
            cause =
                    "Another output of the controller runs with another period, which they share. Close that output, or use its frequency.";
        } else {
            cause = "The controller does not support it. Use another frequency.";
        }
        return new NotAvailableException("the PWM output %s refused a period of %s ns (%s Hz), high for %s ns (%s). %s"
                .formatted(name, toPeriod, Math.round(1e9 / toPeriod), toHigh, Errno.name(errno), cause));
    }

    /** Returns the other exported outputs of the controller that have another period; empty if there are none. */
    private String otherPeriods(long wanted) {
        List<String> others = new ArrayList<>();
        for (String output : host.list(chip)) {
            String digits = host.text(chip + "/" + output + "/period").strip();
            if (EXPORTED.matcher(output).matches()
                    && PERIOD.matcher(digits).matches()
                    && !folder().endsWith("/" + output)) {
                long nanos = Long.parseLong(digits);
                if (nanos != wanted) {
                    boolean runs =
                            host.text(chip + "/" + output + "/enable").strip().equals("1");
                    others.add("output %s %s a period of %s ns (%s Hz)"
                            .formatted(
                                    output.substring("pwm".length()),
                                    runs ? "runs with" : "is stopped and has",
                                    nanos,
                                    Math.round(1e9 / nanos)));
                }
            }
        }
        return String.join(" and ", others);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            // Drive it low first, because the level of a stopped output depends on its driver.
            int low = running ? writeHigh(0) : 0;
            int stopped = enable(false);
            if (low < 0 || stopped < 0) {
                LOG.debug("{}: low: {}, stopped: {}", name, low, stopped);
            }
            release();
        }
    }

    private void release() {
        for (int fd : new int[] {period, high, enable}) {
            if (fd != NONE) {
                sys.close(fd);
            }
        }
        int fd = openFile(chip + "/unexport", SystemCalls.O_WRONLY);
        int result = fd;
        if (fd >= 0) {
            result = writeNumber(fd, channel.channel());
            sys.close(fd);
        }
        if (result < 0) {
            LOG.debug("{} cannot be unexported: {}", name, result);
        } else {
            claim.unexported();
        }
        claim.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
