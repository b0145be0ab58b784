// SPDX-License-Identifier: MIT
package blinka4j.lab;

/**
 * A chip of the kernel's GPIO simulator, from outside. A pull-up or pull-down sets the level of a line from outside. A program that
 * asks for a bias replaces it; a program without bias keeps it.
 */
final class SimChip implements AutoCloseable {
    /** For {@link Guest#shell}. */
    static final String FUNCTIONS = """
            # device LABEL: finds the folder of a chip. Not once for all: the name may be another when the chip returns.
            device() {
                read -r name </sys/kernel/config/gpio-sim/$1/dev_name && read -r chip </sys/kernel/config/gpio-sim/$1/bank/chip_name &&
                    device=/sys/devices/platform/$name/$chip
            }
            # show LABEL FILE
            show() {
                device $1 && read -r content <$device/$2 && echo $content
            }
            # drive LABEL LINE=LEVEL...
            drive() {
                device $1 || return
                shift
                for set; do
                    case $set in
                        *=1) pull=pull-up ;;
                        *) pull=pull-down ;;
                    esac
                    echo $pull >$device/sim_gpio${set%%=*}/pull || return
                done
            }
            """;

    private final Guest guest;
    private final String label;
    private final String config;

    SimChip(Guest guest, String label) {
        this.guest = guest;
        this.label = label;
        config = "/sys/kernel/config/gpio-sim/" + label;
    }

    /** Adds a chip of the test's own; its lines have no names. Closing removes it. */
    static SimChip add(Guest guest, String label, int lines) {
        SimChip chip = new SimChip(guest, label);
        guest.output("set -e; mkdir -p %1$s/bank; echo %2$d >%1$s/bank/num_lines; echo %3$s >%1$s/bank/label"
                .formatted(chip.config, lines, label));
        chip.live(true);
        return chip;
    }

    /**
     * Drives an input from outside. When this returns, the kernel has handled the edge: the guest has one processor, and the thread that
     * handles it has real-time priority.
     */
    void drive(int line, boolean high) {
        drive(line + "=" + (high ? 1 : 0));
    }

    /** Drives lines from outside one after the other: {@code LINE=LEVEL...}, such as {@code "3=1 4=1 3=0"}. No edge is lost. */
    void drive(String sequence) {
        guest.shell().output("drive " + label + " " + sequence);
    }

    /** Returns the level of a line: as a program has set it, otherwise the pull. */
    boolean level(int line) {
        return guest.shell()
                .output("show %s sim_gpio%s/value".formatted(label, line))
                .startsWith("1");
    }

    /** Returns the pull of the line: {@code pull-up} or {@code pull-down}. It shows a program's bias. */
    String pull(int line) {
        return guest.shell()
                .output("show %s sim_gpio%s/pull".formatted(label, line))
                .strip();
    }

    /** Returns the folder of a line, which has the files {@code pull} and {@code value}. */
    String folder(int line) {
        return guest.shell()
                .output("device %s && echo $device/sim_gpio%s".formatted(label, line))
                .strip();
    }

    /** Returns the name of the chip's device file, such as {@code gpiochip0}. */
    String name() {
        return guest.shell()
                .output("device " + label + " && echo ${device##*/}")
                .strip();
    }

    /** Removes the chip, even if it is in use, or brings it back with all lines pulled down. */
    void live(boolean live) {
        guest.output("echo " + (live ? 1 : 0) + " >" + config + "/live");
    }

    @Override
    public void close() {
        guest.output("echo 0 >%1$s/live; rmdir %1$s/bank %1$s".formatted(config));
    }

    @Override
    public String toString() {
        return label;
    }
}
