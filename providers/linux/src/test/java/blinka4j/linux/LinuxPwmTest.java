// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.PwmPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link FakePwmChip} follows the rules of the kernel's {@code Documentation/ABI/testing/sysfs-class-pwm} and of its
 * implementation.
 */
@Timeout(60)
class LinuxPwmTest {
    private static final String CHIP = "/sys/class/pwm/pwmchip2";
    private static final PwmChannel CHANNEL =
            new PwmChannel("fe20c000.pwm", 1, "D13", "add dtoverlay=pwm,pin=13,func=4 to config.txt");

    @TempDir
    private Path root;

    private FakeKernel kernel;
    private FakePwmChip chip;

    @BeforeEach
    void plugIn() {
        kernel = new FakeKernel(root);
        new FakePwmChip(kernel, root, "pwmchip0", "fe20c800.pwm", 2);
        chip = new FakePwmChip(kernel, root, "pwmchip2", "fe20c000.pwm", 2);
    }

    private PwmPort open() {
        return LinuxPwm.open(kernel, kernel.host, CHANNEL);
    }

    @Test
    void theControllerIsFoundByItsDeviceOrByItsFolder() {
        try (PwmPort port = open()) {
            assertThat(port.name()).isEqualTo("fe20c000.pwm:1");
            assertThat(port).hasToString("fe20c000.pwm:1");
        }
        try (PwmPort port = LinuxPwm.open(kernel, kernel.host, new PwmChannel(CHIP, 0, null, ""))) {
            assertThat(port.name()).isEqualTo(CHIP + ":0");
        }
        assertThat(chip.writes).containsExactly("export=1", "unexport=1", "export=0", "unexport=0");
    }

    @Test
    void aNewPortLeavesTheOutputAsItWas() {
        chip.output(1).period = 5000;
        chip.output(1).high = 2500;
        chip.output(1).enabled = true;
        chip.output(1).polarity = "inversed";

        open();

        assertThat(chip.writes).containsExactly("export=1");
    }

    @Test
    void theFirstChangeSetsPeriodAndHighPartAndThenEnables() {
        PwmPort port = open();

        port.set(2_000_000, 500_000);

        assertThat(chip.writes).containsExactly("export=1", "1/period=2000000", "1/duty_cycle=500000", "1/enable=1");
    }

    @Test
    void aRunningOutputIsChangedWithoutAStopAndWithOneWriteIfPossible() {
        PwmPort port = open();
        port.set(2_000_000, 500_000);
        chip.writes.clear();

        port.set(2_000_000, 1_000_000);
        port.set(2_000_000, 1_000_000);
        port.set(2_000_000, 0);
        port.set(2_000_000, 2_000_000);

        assertThat(chip.writes).containsExactly("1/duty_cycle=1000000", "1/duty_cycle=0", "1/duty_cycle=2000000");
    }

    @Test
    void theHighPartIsNeverLongerThanThePeriodDuringAChange() {
        PwmPort port = open();
        port.set(20_000_000, 20_000_000);
        chip.writes.clear();

        port.set(1_000, 1_000);
        port.set(20_000_000, 15_000_000);
        port.set(10_000_000, 2_000_000);
        port.set(30_000_000, 2_000_000);

        assertThat(chip.writes)
                .containsExactly(
                        "1/duty_cycle=1000",
                        "1/period=1000",
                        "1/period=20000000",
                        "1/duty_cycle=15000000",
                        "1/duty_cycle=2000000",
                        "1/period=10000000",
                        "1/period=30000000");
    }

    @Test
    void anOutputThatWasInvertedIsStoppedForItsPolarityToBecomeNormal() {
        chip.output(1).period = 5000;
        chip.output(1).high = 5000;
        chip.output(1).enabled = true;
        chip.output(1).polarity = "inversed";
        PwmPort port = open();

        port.set(1000, 1000);
        port.set(1000, 10);

        assertThat(chip.writes)
                .containsExactly(
                        "export=1",
                        "1/enable=0",
                        "1/duty_cycle=1000",
                        "1/period=1000",
                        "1/polarity=normal",
                        "1/enable=1",
                        "1/duty_cycle=10");
    }

    @Test
    void anInvertedOutputThatHasNoPeriodYetGetsItBeforeItsPolarity() {
        chip.output(1).polarity = "inversed";

        open().set(1000, 10);

        assertThat(chip.writes)
                .containsExactly("export=1", "1/period=1000", "1/duty_cycle=10", "1/polarity=normal", "1/enable=1");
    }

    @Test
    void anOutputThatRunsAlreadyIsTakenOverWithoutAStop() {
        chip.output(1).period = 5000;
        chip.output(1).high = 4000;
        chip.output(1).enabled = true;

        open().set(5000, 3000);

        assertThat(chip.writes).containsExactly("export=1", "1/duty_cycle=3000");
    }

    @Test
    void aClosedOutputIsLowStoppedAndGivenBack() {
        PwmPort port = open();
        port.set(1000, 700);
        chip.writes.clear();

        port.close();
        port.close();

        assertThat(chip.writes).containsExactly("1/duty_cycle=0", "1/enable=0", "unexport=1");
        assertThat(kernel.openFiles()).isZero();
        assertThatThrownBy(() -> port.set(1000, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("fe20c000.pwm:1 is closed", "pen it again");
        open().close();
    }

    @Test
    void aPeriodThatTheControllerCannotDoIsNamedAndChangesNothing() {
        chip.shortest = 200;
        PwmPort port = open();
        port.set(1000, 1000);
        chip.writes.clear();

        assertThatThrownBy(() -> port.set(100, 50))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        "PWM output fe20c000.pwm:1",
                        "100 ns (10000000 Hz)",
                        "50 ns",
                        "EINVAL 22",
                        "controller",
                        "another frequency");

        assertThat(chip.writes).containsExactly("1/duty_cycle=50", "1/period=100!", "1/duty_cycle=1000");
        port.set(1000, 999);
        assertThat(chip.output(1).period).isEqualTo(1000);
        assertThat(chip.output(1).high).isEqualTo(999);
        assertThat(chip.output(1).enabled).isTrue();
    }

    @Test
    void anOutputWhoseHighPartIsRefusedKeepsItsPeriod() {
        PwmPort port = open();
        port.set(1000, 500);

        // A rule of the kernel for its callers.
        assertThatThrownBy(() -> port.set(2000, 3000)).isInstanceOf(NotAvailableException.class);

        assertThat(chip.output(1).period).isEqualTo(1000);
        assertThat(chip.output(1).high).isEqualTo(500);
    }

    @Test
    void theErrorsForASharedPeriodAndAnUnpluggedControllerSaySo() {
        PwmPort port = open();
        port.set(1000, 500);

        chip.refuses = Errno.EBUSY;
        assertThatThrownBy(() -> port.set(2000, 500))
                .hasMessageContainingAll("EBUSY 16", "nother output of the controller", "another period");
        chip.refuses = Errno.ENODEV;
        assertThatThrownBy(() -> port.set(1000, 1))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("ENODEV 19", "removed");
        assertThatCode(port::close).doesNotThrowAnyException();
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void aMissingControllerIsNamedWithTheCure() {
        assertThatThrownBy(() -> LinuxPwm.open(
                        kernel, kernel.host, new PwmChannel("3f20c000.pwm", 0, "D18", "add dtoverlay=pwm")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("3f20c000.pwm", "not enabled", "dd dtoverlay=pwm", CHIP);
    }

    @Test
    void anOutputThatTheControllerLacksIsNamed() {
        assertThatThrownBy(() -> LinuxPwm.open(kernel, kernel.host, new PwmChannel("fe20c000.pwm", 2, null, "")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("fe20c000.pwm", "/sys/class/pwm/pwmchip2", "2 outputs", "no output 2");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void anotherProgramsOutputIsLeftAloneAndTheErrorSaysWhatToDo() {
        PwmPort first = open();

        assertThatThrownBy(this::open)
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll(
                        "PWM output fe20c000.pwm:1",
                        "EBUSY 16",
                        "another program",
                        "echo 1 | sudo tee /sys/class/pwm/pwmchip2/unexport");

        first.set(1000, 1);
        assertThat(chip.writes).doesNotContain("unexport=1");
    }

    /** The file that a program locks. The kernel unlocks it when the program ends. */
    private static final class Lock implements FakeKernel.Device {
        private FakeKernel.File owner;
        private int opened;

        @Override
        public FakeKernel.File open() {
            opened++;
            return new FakeKernel.File() {
                @Override
                public int lock() {
                    if (owner == null) {
                        owner = this;
                    }
                    return owner.equals(this) ? 0 : -Errno.EAGAIN;
                }

                @Override
                public void closed() {
                    if (this.equals(owner)) {
                        owner = null;
                    }
                }
            };
        }

        void kill() {
            owner = null;
        }
    }

    private Lock lockFile() {
        kernel.file("/proc/sys/kernel/random/boot_id", "0b0f5d1c-8a0e-4d1b-9d0e-1c9a6c1f2a3b\n");
        Lock lock = new Lock();
        kernel.device("/run/lock/blinka4j-pwmchip2-pwm1", lock);
        return lock;
    }

    @Test
    void anOutputThatAnEarlierRunLeftIsTakenOver() {
        Lock lock = lockFile();
        open().set(1000, 700);
        lock.kill();
        chip.writes.clear();

        PwmPort port = open();
        port.set(2000, 700);
        port.close();

        assertThat(chip.writes)
                .containsExactly("export=1!", "1/period=2000", "1/duty_cycle=0", "1/enable=0", "unexport=1");
        assertThat(root.resolve("run/lock/blinka4j-pwmchip2-pwm1")).doesNotExist();
        assertThat(lock.opened).isEqualTo(2);
    }

    @Test
    void theOutputOfARunningProgramIsNotTakenOver() {
        lockFile();
        PwmPort first = open();

        assertThatThrownBy(this::open)
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("PWM output fe20c000.pwm:1", "EBUSY 16", "another program", "in this one");

        first.set(1000, 1);
        first.close();
        assertThat(chip.writes).endsWith("1/duty_cycle=0", "1/enable=0", "unexport=1");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void anOutputThatAnotherProgramExportedAfterAnEarlierRunIsNotTakenOver() throws IOException {
        Lock lock = lockFile();
        open();
        lock.kill();
        int before = kernel.openFiles();
        // The other program creates the folder again. It is then another folder.
        Path folder = root.resolve(CHIP.substring(1)).resolve("pwm1");
        Path old = folder.resolveSibling("old");
        Files.move(folder, old);
        Files.createDirectory(folder);

        assertThatThrownBy(this::open)
                .isInstanceOf(PinException.class)
                .hasMessageContaining("echo 1 | sudo tee /sys/class/pwm/pwmchip2/unexport");
        assertThat(kernel.openFiles()).isEqualTo(before);

        Files.delete(folder);
        Files.move(old, folder);
        kernel.file("/proc/sys/kernel/random/boot_id", "another boot\n");
        assertThatThrownBy(this::open).isInstanceOf(PinException.class).hasMessageContaining("unexport");
        assertThat(chip.writes).doesNotContain("unexport=1");
    }

    @Test
    void aLinkInPlaceOfTheLockFileIsNotFollowed() throws IOException {
        Path secret = Files.writeString(root.resolve("secret"), "of another user");
        Path folder = Files.createDirectories(root.resolve("run/lock"));
        Files.createSymbolicLink(folder.resolve("blinka4j-pwmchip2-pwm1"), secret);
        kernel.file("/proc/sys/kernel/random/boot_id", "a boot\n");

        open().close();

        assertThat(secret).hasContent("of another user");
    }

    @Test
    void aSiblingWithAnotherPeriodIsNamed() {
        PwmPort port = open();
        kernel.file(CHIP + "/pwm0/period", "20000000\n");
        kernel.file(CHIP + "/pwm0/enable", "1\n");
        chip.refuses = Errno.EINVAL;
        assertThatThrownBy(() -> port.set(1_000_000, 500))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        "PWM output fe20c000.pwm:1",
                        "1000000 ns (1000 Hz)",
                        "500 ns",
                        "EINVAL 22",
                        "output 0",
                        "20000000 ns (50 Hz)",
                        "one period for all",
                        "another frequency");

        kernel.file(CHIP + "/pwm0/enable", "0\n");
        chip.refuses = Errno.EBUSY;
        assertThatThrownBy(() -> port.set(1_000_000, 500))
                .hasMessageContainingAll(
                        "EBUSY 16",
                        "output 0",
                        "stopped",
                        "20000000 ns (50 Hz)",
                        "one period for all",
                        "lose that output");
    }

    @Test
    void aSiblingIsNotBlamedForAnotherReason() {
        PwmPort port = open();
        chip.refuses = Errno.EINVAL;
        kernel.file(CHIP + "/pwm0/period", "0\n");
        assertThatThrownBy(() -> port.set(1000, 500))
                .hasMessageContainingAll("(E", "another frequency")
                .hasMessageNotContaining("output 0");
        kernel.file(CHIP + "/pwm0/period", "1000\n");
        assertThatThrownBy(() -> port.set(1000, 500))
                .hasMessageContainingAll("(E", "another frequency")
                .hasMessageNotContaining("output 0");
        kernel.file(CHIP + "/pwm0/period", "2000\n");
        chip.refuses = Errno.EIO;
        assertThatThrownBy(() -> port.set(1000, 500))
                .hasMessageContainingAll("(E", "another frequency")
                .hasMessageNotContaining("output 0");
    }

    @Test
    void anOutputThatADriverOfTheKernelHasIsNamed() {
        chip.held.add(1);

        assertThatThrownBy(this::open)
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("EBUSY 16", "driver of the kernel")
                .hasMessageContaining("sudo cat /sys/kernel/debug/pwm");
    }

    @Test
    void theErrorForAMissingPermissionToExportHasARuleForUdev() throws IOException {
        kernel.refuse(CHIP + "/export", Errno.EACCES);
        Path export = root.resolve(CHIP.substring(1)).resolve("export");
        Files.setPosixFilePermissions(export, PosixFilePermissions.fromString("-w-------"));

        assertThatThrownBy(this::open)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("permission", "/sys/class/pwm/pwmchip2/export", "root")
                .hasMessageContaining(
                        "SUBSYSTEM==\"pwm\", ACTION==\"add|change\", RUN+=\"/bin/chgrp -R gpio /sys%p\", RUN+=\"/bin/chmod -R g=u /sys%p\"'")
                .hasMessageContaining("sudo tee /etc/udev/rules.d/60-blinka4j-pwm.rules");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void filesThatUdevGivesToTheGroupALittleLaterAreWaitedFor() throws Exception {
        chip.exported = () -> kernel.refuse(CHIP + "/pwm1/duty_cycle", Errno.EACCES);
        CompletableFuture<PwmPort> opening = CompletableFuture.supplyAsync(this::open);
        await().until(() -> chip.writes.contains("export=1"));
        assertThat(opening).isNotDone();

        kernel.permit(CHIP + "/pwm1/duty_cycle");

        opening.get(30, TimeUnit.SECONDS).set(1000, 1);
        assertThat(chip.output(1).enabled).isTrue();
    }

    @Test
    void anOutputWhoseFilesStillBelongToRootIsReleased() {
        chip.exported = () -> kernel.refuse(CHIP + "/pwm1/period", Errno.EACCES);
        long before = System.nanoTime();

        assertThatThrownBy(this::open)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("permission", "/sys/class/pwm/pwmchip2/pwm1/period");

        assertThat(System.nanoTime() - before).isBetween(1_000_000_000L, 30_000_000_000L);
        assertThat(kernel.openFiles()).isZero();
        assertThat(chip.output(1).isExported).isFalse();
    }

    @Test
    void anInterruptEndsTheWaitingAndGivesTheOutputBack() {
        chip.exported = () -> kernel.refuse(CHIP + "/pwm1/period", Errno.EACCES);
        Thread.currentThread().interrupt();

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.INTERRUPTED));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(chip.output(1).isExported).isFalse();
    }

    @Test
    void signalsThatInterruptCallsDoNoHarm() {
        kernel.interrupt(3);
        PwmPort port = open();
        kernel.interrupt(2);
        port.set(1000, 1);
        kernel.interrupt(3);
        port.close();

        assertThat(chip.writes)
                .containsExactly(
                        "export=1",
                        "1/period=1000",
                        "1/duty_cycle=1",
                        "1/enable=1",
                        "1/duty_cycle=0",
                        "1/enable=0",
                        "unexport=1");
    }

    @Test
    void aChangeAllocatesNothing() throws IOException {
        // Uses real files, because the fake allocates.
        for (String attribute : new String[] {"period", "duty_cycle", "enable", "polarity"}) {
            kernel.file(CHIP + "/pwm1/" + attribute, attribute.equals("polarity") ? "normal\n" : "0\n");
        }
        Files.writeString(root.resolve(CHIP.substring(1)).resolve("export"), "");
        PwmPort port = LinuxPwm.open(Libc.load(), kernel.host, CHANNEL);
        // Both the period and the duty cycle change.
        long allocated = Allocations.inRound(1_000, () -> {
            port.set(2000, 1999);
            port.set(1999, 1000);
        });
        port.close();

        assertThat(allocated).isLessThan(1_000);
    }
}
