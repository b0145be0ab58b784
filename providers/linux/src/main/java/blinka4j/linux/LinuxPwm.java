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
 * An output of a PWM controller, through the files in {@code /sys/class/pwm} that the kernel's
 * {@code Documentation/ABI/testing/sysfs-class-pwm} describes. A write to one of them is a change of the output, whatever
 * was written to it before, so those that change stay open.
 *
 * <p>The kernel refuses a state in which the period is 0, or the high part longer than the period ({@code pwm_apply_state}
 * in {@code drivers/pwm/core.c}), so a longer period is written before its high part and a shorter one after it.
 */
final class LinuxPwm implements PwmPort {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxPwm.class);

    /** How long udev may take to give the files of an output that has just been exported to a group. */
    private static final long PATIENCE_MILLIS = 2_000;

    private static final long PAUSE_MILLIS = 10;

    /** Enough for the digits of any {@code long}, and for the words of the polarity. */
    private static final int BUFFER = 32;

    private static final String NORMAL = "normal";

    private static final Pattern EXPORTED = Pattern.compile("pwm\\d+");
    /** An output that has never been used has the period 0. */
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
            throw Node.failure(host, DeviceKind.PWM, file, -fd, "the controller has just been removed");
        }
        int result = writeNumber(fd, channel.channel());
        sys.close(fd);
        if (result >= 0) {
            claim.exported();
        } else if (result == -Errno.EBUSY && claim.isLeftOver()) {
            LOG.debug("{} was left exported by a program that has ended, and is taken over", name);
        } else {
            throw notExported(-result);
        }
    }

    private HardwareException notExported(int errno) {
        return switch (errno) {
            case Errno.EBUSY ->
                new PinException(
                        claim.isHeld()
                                ? "the PWM output %s (EBUSY 16) is in use by another program of this library, or elsewhere in this one; close it there"
                                        .formatted(name)
                                : host.exists(folder())
                                        ? "the PWM output %s (EBUSY 16) is in use by another program, or by one that ended without giving it back; end that program, or if there is none: echo %s | sudo tee %s/unexport"
                                                .formatted(name, channel.channel(), chip)
                                        : "the PWM output %s (EBUSY 16) is in use by a driver of the kernel, such as that of a fan or a backlight; 'sudo cat /sys/kernel/debug/pwm' names it; take that out of the device tree, or take another pin"
                                                .formatted(name));
            // The former from drivers/pwm/sysfs.c, the latter from the request in core.c behind it.
            case Errno.ENODEV, Errno.EINVAL ->
                new NotAvailableException(
                        "the PWM controller %s (%s) has %s outputs, counted from 0; there is no output %s"
                                .formatted(
                                        channel.device(),
                                        chip,
                                        host.text(chip + "/npwm").strip(),
                                        channel.channel()));
            default ->
                new NotAvailableException("the PWM output %s cannot be exported by %s/export (%s); 'dmesg' may say why"
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

    /** For whoever is not root: the kernel makes files that only root may use, then udev gives them to a group. */
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
                        host, DeviceKind.PWM, file, -fd, "the kernel has exported the output, but shows no such file");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BusException(
                        BusException.Kind.INTERRUPTED,
                        0,
                        "interrupted while waiting for permission to open %s".formatted(file),
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

    /** @return how many bytes of the buffer an attribute has filled */
    private int read(int fd, String attribute) {
        int length;
        do {
            length = sys.read(fd, buffer, BUFFER);
        } while (length == -Errno.EINTR);
        if (length < 0) {
            throw Node.failure(host, DeviceKind.PWM, folder() + "/" + attribute, -length, "the controller was removed");
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

    /** Writes the digits of a number from 0; the negated error number if the kernel refuses it. */
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
            throw new IllegalStateException("%s is closed; open it again to use it".formatted(name));
        }
        if (inverted) {
            // A running output keeps its polarity, and one that has no period yet too.
            require(enable(false), periodNanos, highNanos);
            change(periodNanos, highNanos);
            require(makeNormal(), periodNanos, highNanos);
        } else {
            change(periodNanos, highNanos);
        }
        require(enable(true), periodNanos, highNanos);
    }

    /** Both values, or none where the controller refuses one of them. */
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
                    "on the same controller, %s, and many controllers have one period for all their outputs; take that frequency, or close that output first%s"
                            .formatted(
                                    others,
                                    errno == Errno.EINVAL
                                            ? "; if the outputs of this one are independent, ask for another frequency"
                                            : "");
        } else if (Errno.gone(errno)) {
            cause = "the controller was removed, or its driver has let it go; open the output again when it is back";
        } else if (errno == Errno.EBUSY) {
            cause =
                    "another output of the controller runs with another period, which they share; close that, or take its frequency";
        } else {
            cause = "the controller cannot do that; ask for another frequency";
        }
        return new NotAvailableException("the PWM output %s refuses a period of %s ns (%s Hz), high for %s ns (%s): %s"
                .formatted(name, toPeriod, Math.round(1e9 / toPeriod), toHigh, Errno.name(errno), cause));
    }

    /** The other outputs of the controller that are exported with another period; empty if there are none. */
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
            // Low first: at which level an output stops is up to its driver.
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
