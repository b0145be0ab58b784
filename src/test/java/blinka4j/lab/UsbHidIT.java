// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.UsbDevices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * USB devices through the kernel's gadgets. Its module {@code dummy_hcd} is a USB device controller with a cable to the same machine, which
 * is the computer, too.
 */
@Order(12)
@ExtendWith(Lab.Extension.class)
class UsbHidIT {
    private static final String GADGETS = "/sys/kernel/config/usb_gadget/";
    private static final String NAME = "Blinka4J Blinka4J HID";
    /** A report on each line. It ends when the device is gone. */
    private static final String READ =
            "exec 3<%s; echo ready; while report=$(dd bs=64 count=1 status=none <&3 2>/dev/null | od -An -v -tx1) && [ -n \"$report\" ]; do echo \"$report\"; done; echo gone";

    private static Dialogue program;

    private final Lab lab;
    private final Guest guest;

    UsbHidIT(@On("gpiosim") Lab lab) {
        this.lab = lab;
        guest = lab.guest();
    }

    @BeforeEach
    void load() {
        guest.output("modprobe -a dummy_hcd usb_f_hid usbhid hid-generic evdev");
        if (program == null || !program.running()) {
            program = lab.talk(UsbDevices.class);
        }
    }

    @AfterEach
    void unload() {
        if (program.running()) {
            program.ask("disable");
        }
    }

    @AfterAll
    static void end() {
        if (program != null) {
            program.close();
        }
    }

    /** The device file whose description in /sys has this line, as soon as it is there. */
    private String await(String files, String line) {
        return guest.output(("for i in $(seq 100); do file=$(grep -lsx '%s' %s | head -n 1); [ -n \"$file\" ] && break;"
                                + " sleep 0.2; done; echo \"$file\"")
                        .formatted(line, files))
                .strip();
    }

    private String hidraw() {
        String uevent = await("/sys/class/hidraw/*/device/uevent", "HID_NAME=" + NAME);
        assertThat(uevent).as("of the device on the computer").isNotEmpty();
        return uevent.replaceFirst("^/sys/class/hidraw/([^/]+)/.*", "/dev/$1");
    }

    private Job reports() {
        Job reports = guest.start(READ.formatted(hidraw()));
        reports.awaitOut("ready", Lab.PATIENCE);
        return reports;
    }

    private void requireNothingLeft() {
        assertThat(guest.output("ls " + GADGETS)).doesNotContain("blinka4j");
        assertThat(guest.output("ls /dev")).doesNotContain("hidg");
        assertThat(guest.output("cat /sys/class/udc/dummy_udc.0/function").strip())
                .isEmpty();
    }

    @Test
    void reportsOfAllDevicesArriveAtTheComputerAndNothingIsLeft() {
        assertThat(program.ask("enable")).isEqualTo("ok");
        assertThat(program.ask("connect 120")).isEqualTo("keyboard true");
        try (Job reports = reports()) {
            assertThat(program.ask("type aB")).isEqualTo("ok");
            assertThat(program.ask("move 200 -1 1")).isEqualTo("ok");
            assertThat(program.ask("media 233")).isEqualTo("ok");
            // The last report is on its way.
            assertThat(program.ask("disable")).isEqualTo("ok");
            reports.awaitOut("gone", Lab.PATIENCE);
            assertThat(reports.out().lines().map(String::strip))
                    .containsExactly(
                            "ready",
                            "01 00 00 04 00 00 00 00 00",
                            "01 00 00 00 00 00 00 00 00",
                            "01 02 00 00 00 00 00 00 00",
                            "01 02 00 05 00 00 00 00 00",
                            "01 00 00 00 00 00 00 00 00",
                            "02 00 7f ff 01",
                            "02 00 49 00 00",
                            "03 e9 00",
                            "03 00 00",
                            "gone");
        }
        requireNothingLeft();
    }

    /** The computer's own driver of keyboards understands the descriptor: KEY_A is 30, KEY_LEFTSHIFT 42, KEY_VOLUMEUP 115. */
    @Test
    void theComputerSeesKeysAndItsLedsArriveInTheProgram() {
        assertThat(program.ask("enable")).isEqualTo("ok");
        String name = await("/sys/class/input/event*/device/name", NAME + " Keyboard");
        assertThat(name).as("keyboard on the computer").isNotEmpty();
        String event = name.replaceFirst("^/sys/class/input/([^/]+)/.*", "/dev/input/$1");
        assertThat(await("/sys/class/input/event*/device/name", NAME + " Mouse"))
                .isNotEmpty();
        // struct input_event: the time, then type, code and value.
        try (Job keys =
                guest.start("exec 3<%s; echo ready; exec stdbuf -o0 od -An -v -td2 -w24 <&3".formatted(event))) {
            keys.awaitOut("ready", Lab.PATIENCE);
            assertThat(program.ask("type A")).isEqualTo("ok");
            int shift = keys.awaitOut(0, "1     42      1      0", Lab.PATIENCE);
            int pressed = keys.awaitOut(shift, "1     30      1      0", Lab.PATIENCE);
            int released = keys.awaitOut(pressed, "1     30      0      0", Lab.PATIENCE);
            // Linux keeps the media keys together with the keyboard.
            assertThat(program.ask("media 233")).isEqualTo("ok");
            int louder = keys.awaitOut(released, "1    115      1      0", Lab.PATIENCE);
            keys.awaitOut(louder, "1    115      0      0", Lab.PATIENCE);
        }
        // EV_LED is 17, LED_CAPSL 1.
        guest.output("printf '%s\\021\\000\\001\\000\\001\\000\\000\\000' >%s".formatted("\\000".repeat(16), event));
        assertThat(program.ask("leds 2")).isEqualTo("ok");
        guest.output("printf '%s\\021\\000\\001\\000\\000\\000\\000\\000' >%s".formatted("\\000".repeat(16), event));
        assertThat(program.ask("leds 0")).isEqualTo("ok");
    }

    @Test
    void aBootKeyboardSaysSoAndHasReportsWithoutId() {
        assertThat(program.ask("enable 1")).isEqualTo("ok");
        assertThat(program.ask("connect 120")).isEqualTo("keyboard true");
        assertThat(hidraw()).isNotEmpty();
        String usb = guest.output("dirname $(grep -lx 01 /sys/bus/usb/devices/*/bInterfaceProtocol)")
                .strip();
        assertThat(usb).as("the interface of the boot keyboard").endsWith(":1.0");
        assertThat(guest.output("cat %s/bInterfaceSubClass".formatted(usb)).strip())
                .isEqualTo("01");
        assertThat(guest.output("od -An -v -tx1 -w8 -N8 %s/*:*/report_descriptor".formatted(usb))
                        .strip())
                .isEqualTo("05 01 09 06 a1 01 05 07");
        String boot =
                guest.output("basename %s/*:*/hidraw/hidraw*".formatted(usb)).strip();
        try (Job reports = guest.start(READ.formatted("/dev/" + boot))) {
            reports.awaitOut("ready", Lab.PATIENCE);
            assertThat(program.ask("type b")).isEqualTo("ok");
            reports.awaitOut("00 00 05 00 00 00 00 00\n 00 00 00 00 00 00 00 00", Lab.PATIENCE);
        }
    }

    @Test
    void aComputerThatDoesNotFetchReportsIsAnErrorThatSaysWhy() {
        assertThat(program.ask("enable")).isEqualTo("ok");
        assertThat(program.ask("connect 120")).isEqualTo("keyboard true");
        String usb = guest.output("basename $(readlink -f /sys/class/hidraw/%s/device/..)"
                        .formatted(hidraw().replace("/dev/", "")))
                .strip();
        guest.output("echo %s >/sys/bus/usb/drivers/usbhid/unbind".formatted(usb));
        // The first ones wait in the simulated controller and in the kernel.
        assertThat(program.ask("send 5")).startsWith("BusException").contains("2000 ms", "configured", "EAGAIN");
        assertThat(program.ask("disable")).isEqualTo("ok");
        requireNothingLeft();
    }

    @Test
    void theGadgetOfAKilledProgramIsReplaced() {
        assertThat(program.ask("enable")).isEqualTo("ok");
        assertThat(program.ask("connect 120")).isEqualTo("keyboard true");
        program.kill();
        assertThat(guest.output("cat " + GADGETS + "blinka4j/UDC").strip()).isEqualTo("dummy_udc.0");
        program = lab.talk(UsbDevices.class);
        assertThat(program.ask("enable")).isEqualTo("ok");
        assertThat(program.ask("connect 120")).isEqualTo("keyboard true");
        assertThat(program.ask("disable")).isEqualTo("ok");
        requireNothingLeft();
    }

    /** Such as at the end of the program without {@code disable}. */
    @Test
    void aProgramThatEndsRemovesItsGadget() {
        assertThat(program.ask("enable")).isEqualTo("ok");
        program.job().signal("TERM");
        program.job().await(Lab.PATIENCE);
        requireNothingLeft();
    }

    @Test
    void aRunningProgramKeepsItsGadget() {
        assertThat(program.ask("enable")).isEqualTo("ok");
        try (Dialogue other = lab.talk(UsbDevices.class)) {
            assertThat(other.ask("enable")).startsWith("PinException").contains("usb_gadget/blinka4j", "in use");
        }
        assertThat(program.ask("connect 120")).isEqualTo("keyboard true");
        assertThat(program.ask("move 1 0 0")).isEqualTo("ok");
    }

    @Test
    void theGadgetOfAnotherProgramIsLeftAlone() {
        String other = GADGETS + "g1/";
        guest.output(
                ("mkdir %1$s && cd %1$s && mkdir configs/c.1 functions/hid.other && echo 8 >functions/hid.other/report_length"
                                + " && printf '\\005\\001\\011\\005\\241\\001\\300' >functions/hid.other/report_desc"
                                + " && ln -s functions/hid.other configs/c.1/ && echo dummy_udc.0 >UDC")
                        .formatted(other));
        try {
            assertThat(program.ask("enable")).startsWith("PinException").contains("dummy_udc.0", "'g1'", other + "UDC");
            assertThat(guest.output("ls " + GADGETS).strip()).isEqualTo("g1");
            assertThat(guest.output("cat " + other + "UDC").strip()).isEqualTo("dummy_udc.0");
        } finally {
            guest.output(
                    "cd %s && echo >UDC; rm configs/c.1/hid.other; rmdir configs/c.1 functions/hid.other; cd .. && rmdir g1"
                            .formatted(other));
        }
    }

    @Test
    void aMissingControllerIsAnErrorWithTheCure() {
        guest.output("rmmod dummy_hcd");
        assertThat(program.ask("enable"))
                .startsWith("NotAvailableException")
                .contains("/sys/class/udc/ is empty", "dr_mode");
    }

    /** A user that may read all files, as the programs of this guest may be those of root. */
    private String asUser(String capability) {
        String program = lab.program(UsbDevices.class)
                .environment("XDG_CACHE_HOME", "/home/maker")
                .command();
        return guest.output(
                "echo enable | setpriv --reuid=1000 --regid=1000 --clear-groups --inh-caps=+%1$s --ambient-caps=+%1$s -- %2$s"
                        .formatted(capability, program));
    }

    @Test
    void anOrdinaryUserIsToldWhatToDoAndThatHelps() {
        assertThat(asUser("dac_read_search"))
                .contains("NotAvailableException", "no permission", "usb_gadget/blinka4j", "CAP_DAC_OVERRIDE");
        requireNothingLeft();
        assertThat(asUser("dac_override")).contains("ok\n#1");
        requireNothingLeft();
    }
}
