// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.kernel.Errno;
import blinka4j.provider.Host;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that says which PWM output this library has exported. The kernel does not tell who exported an output, and it stays
 * exported when a program is killed. The file is locked as long as the program runs, and the kernel unlocks it when the program
 * ends. So an output whose file is there and not locked was left by a program that ended without closing it.
 *
 * <p>The file holds the boot and the inode of the output's folder. Both change when another program exports the output later.
 */
final class PwmClaim implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PwmClaim.class);

    private static final List<String> FOLDERS = List.of("/run/lock", "/tmp");
    private static final int NONE = -1;

    private final SystemCalls sys;
    private final Host host;
    private final String output;
    private final @Nullable Path file;
    private int fd = NONE;
    private boolean held;

    private PwmClaim(SystemCalls sys, Host host, String output, @Nullable Path file) {
        this.sys = sys;
        this.host = host;
        this.output = output;
        this.file = file;
    }

    /**
     * Locks the file of an output. If there cannot be a file, nothing is claimed.
     *
     * @param output the folder that the output has while it is exported, such as {@code /sys/class/pwm/pwmchip0/pwm1}
     */
    static PwmClaim of(SystemCalls sys, Host host, String output) {
        PwmClaim claim = new PwmClaim(sys, host, output, file(host, output));
        claim.lock();
        return claim;
    }

    private static @Nullable Path file(Host host, String output) {
        String name = "blinka4j"
                + output.substring(output.lastIndexOf('/', output.lastIndexOf('/') - 1))
                        .replace('/', '-');
        for (String folder : FOLDERS) {
            if (Files.isWritable(host.path(folder))) {
                return host.path(folder).resolve(name);
            }
        }
        return null;
    }

    private void lock() {
        if (file == null) {
            return;
        }
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                LOG.debug("{} is not a file", file);
                return;
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be made", file, e);
            return;
        }
        do {
            fd = sys.open(file.toString(), SystemCalls.O_NONBLOCK | SystemCalls.O_CLOEXEC);
        } while (fd == -Errno.EINTR);
        if (fd < 0) {
            LOG.debug("{} cannot be opened: {}", file, fd);
            return;
        }
        int result = sys.lock(fd);
        if (result < 0) {
            held = result == -Errno.EAGAIN;
            LOG.debug("{} cannot be locked: {}", file, result);
            sys.close(fd);
            fd = NONE;
        }
    }

    /** Returns whether a running program, also this one, has claimed the output with this library. */
    boolean isHeld() {
        return held;
    }

    /** Returns whether a program that has ended exported the output, and no other program since. */
    boolean isLeftOver() {
        String now = identity();
        try {
            return fd >= 0
                    && file != null
                    && !now.isEmpty()
                    && Files.readString(file).equals(now);
        } catch (IOException e) {
            LOG.debug("{} cannot be read", file, e);
            return false;
        }
    }

    /** Writes down that the output has just been exported. */
    void exported() {
        if (fd < 0 || file == null) {
            return;
        }
        try (OutputStream out = Files.newOutputStream(
                file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS)) {
            out.write(identity().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("{} cannot be written", file, e);
        }
    }

    /** Returns a text that is unique for this export of the output; empty if the system does not tell. */
    private String identity() {
        String boot = host.text("/proc/sys/kernel/random/boot_id").strip();
        try {
            return boot.isEmpty() ? "" : boot + " " + Files.getAttribute(host.path(output), "unix:ino");
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} tells no inode", output, e);
            return "";
        }
    }

    /** Forgets the output, which has been unexported. */
    void unexported() {
        if (fd >= 0 && file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.debug("{} cannot be deleted", file, e);
            }
        }
    }

    /** Unlocks the file. */
    @Override
    public void close() {
        if (fd >= 0) {
            sys.close(fd);
            fd = NONE;
        }
    }
}
