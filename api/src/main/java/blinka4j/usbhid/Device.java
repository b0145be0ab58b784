// SPDX-License-Identifier: MIT
package blinka4j.usbhid;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A human interface device, which {@link UsbHid#enable(java.util.List)} shows to the computer.
 *
 * <p>The format of its reports is in a report descriptor: <a href="https://usb.org/sites/default/files/hid1_12.pdf">Device Class
 * Definition for HID 1.11</a>. Threads may share it.
 */
public final class Device {
    private static final int MOST_REPORT_IDS = 6;

    // Items of a report descriptor: section 6.2.2 of the definition.
    private static final int LONG_ITEM = 0xFE;
    private static final int REPORT_ID = 0x84;
    private static final int SIZE_BITS = 0x03;

    /** A keyboard with 5 LEDs. Report ID 1: 8 bytes to the computer (modifiers, 0, 6 keycodes), 1 byte from it (LEDs). */
    public static final Device KEYBOARD = new Device(
            hex(
                    "05 01 09 06 a1 01 85 01", // generic desktop, keyboard, report ID
                    "05 07 19 e0 29 e7 15 00 25 01 75 01 95 08 81 02", // a bit for each modifier
                    "95 01 75 08 81 01", // an unused byte
                    "95 05 75 01 05 08 19 01 29 05 91 02 95 01 75 03 91 01", // a bit for each LED, 3 unused bits
                    "95 06 75 08 15 00 26 ff 00 05 07 19 00 2a ff 00 81 00 c0"), // 6 keycodes
            0x01,
            0x06,
            new int[] {1},
            new int[] {8},
            new int[] {1});

    /** A mouse. Report ID 2: 4 bytes to the computer (5 buttons; x, y and wheel from −127 to 127). */
    public static final Device MOUSE = new Device(
            hex(
                    "05 01 09 02 a1 01 09 01 a1 00 85 02", // generic desktop, mouse, pointer, report ID
                    "05 09 19 01 29 05 15 00 25 01 95 05 75 01 81 02 95 01 75 03 81 01", // 5 buttons, 3 unused bits
                    "05 01 09 30 09 31 15 81 25 7f 75 08 95 02 81 06", // x and y
                    "09 38 15 81 25 7f 75 08 95 01 81 06 c0 c0"), // wheel
            0x01,
            0x02,
            new int[] {2},
            new int[] {4},
            new int[] {0});

    /** The media keys of a keyboard. Report ID 3: 2 bytes to the computer (a code of 1 to 652, low byte first; 0 for none). */
    public static final Device CONSUMER_CONTROL = new Device(
            hex(
                    "05 0c 09 01 a1 01 85 03", // consumer, consumer control, report ID
                    "75 10 95 01 15 01 26 8c 02 19 01 2a 8c 02 81 00 c0"), // a code
            0x0C,
            0x01,
            new int[] {3},
            new int[] {2},
            new int[] {0});

    private final byte[] reportDescriptor;
    private final int usagePage;
    private final int usage;
    private final int[] reportIds;
    private final int[] inReportLengths;
    private final int[] outReportLengths;

    /**
     * Describes a device. The descriptor is not checked.
     *
     * @param reportDescriptor the bytes of the report descriptor
     * @param usagePage the usage page in the descriptor, 1 to 0xFFFF
     * @param usage the usage in the descriptor, 0 to 0xFFFF
     * @param reportIds the report IDs in the descriptor, 1 to 6 of them, each 1 to 255; only a 0 if it has none
     * @param inReportLengths for each report ID, the bytes of the report to the computer without the ID, 0 to 255; 0 for no report
     * @param outReportLengths the same for the reports from the computer
     */
    public Device(
            byte[] reportDescriptor,
            int usagePage,
            int usage,
            int[] reportIds,
            int[] inReportLengths,
            int[] outReportLengths) {
        require("the length of reportDescriptor in bytes", reportDescriptor.length, 1, 0xFFFF);
        require("usagePage", usagePage, 1, 0xFFFF);
        require("usage", usage, 0, 0xFFFF);
        require("the number of reportIds", reportIds.length, 1, MOST_REPORT_IDS);
        require("the number of inReportLengths", inReportLengths.length, reportIds.length, reportIds.length);
        require("the number of outReportLengths", outReportLengths.length, reportIds.length, reportIds.length);
        for (int i = 0; i < reportIds.length; i++) {
            require("reportIds[%s]".formatted(i), reportIds[i], reportIds.length == 1 ? 0 : 1, 0xFF);
            require("inReportLengths[%s] in bytes".formatted(i), inReportLengths[i], 0, 0xFF);
            require("outReportLengths[%s] in bytes".formatted(i), outReportLengths[i], 0, 0xFF);
        }
        this.reportDescriptor = reportDescriptor.clone();
        this.usagePage = usagePage;
        this.usage = usage;
        this.reportIds = reportIds.clone();
        this.inReportLengths = inReportLengths.clone();
        this.outReportLengths = outReportLengths.clone();
    }

    private static byte[] hex(String... items) {
        return HexFormat.ofDelimiter(" ").parseHex(String.join(" ", items));
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s cannot be %s. It must be %s."
                    .formatted(what, value, least == most ? least : "%s to %s".formatted(least, most)));
        }
    }

    /** The category of the device, such as 0x01 for the generic desktop. */
    public int usagePage() {
        return usagePage;
    }

    /** The kind of device in its category, such as 0x06 for a keyboard on the generic desktop. */
    public int usage() {
        return usage;
    }

    /**
     * Sends a report of a device with one report ID.
     *
     * @throws IllegalArgumentException if the device has several report IDs
     * @see #sendReport(byte[], int)
     */
    public void sendReport(byte[] report) {
        sendReport(report, onlyReportId());
    }

    /**
     * Sends a report. Waits up to 2 s until the computer takes reports.
     *
     * @param report the bytes without the report ID
     * @throws IllegalArgumentException if the device has no such report to the computer, or it has another length
     * @throws IllegalStateException if the device is not enabled
     * @throws blinka4j.BusException of kind {@code TIMEOUT} if no computer takes the report; it is not sent then
     */
    public void sendReport(byte[] report, int reportId) {
        int length = inReportLengths[indexOf(reportId)];
        if (report.length != length || length == 0) {
            throw new IllegalArgumentException("a report of %s bytes is not possible: %s."
                    .formatted(
                            report.length,
                            length == 0
                                    ? "%s has no report to the computer with the ID %s".formatted(this, reportId)
                                    : "those of %s with the ID %s have %s bytes".formatted(this, reportId, length)));
        }
        Gadget.current().send(this, reportId, report);
    }

    /**
     * Returns the last report from the computer of a device with one report ID: {@code get_last_received_report()}.
     *
     * @throws IllegalArgumentException if the device has several report IDs
     * @see #lastReceivedReport(int)
     */
    public byte @Nullable [] lastReceivedReport() {
        return lastReceivedReport(onlyReportId());
    }

    /**
     * Returns the last report from the computer without its ID: {@code get_last_received_report(report_id)}. Null if there was none
     * since the last call.
     *
     * @throws IllegalArgumentException if the device has no such report ID
     * @throws IllegalStateException if the device is not enabled
     */
    public byte @Nullable [] lastReceivedReport(int reportId) {
        indexOf(reportId);
        return Gadget.current().receive(this, reportId);
    }

    private int onlyReportId() {
        if (reportIds.length > 1) {
            throw new IllegalArgumentException(
                    "%s has the report IDs %s. Name the one to use.".formatted(this, Arrays.toString(reportIds)));
        }
        return reportIds[0];
    }

    private int indexOf(int reportId) {
        for (int i = 0; i < reportIds.length; i++) {
            if (reportIds[i] == reportId) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "%s has no report ID %s. It has %s.".formatted(this, reportId, Arrays.toString(reportIds)));
    }

    int[] reportIds() {
        return reportIds;
    }

    boolean hasReportIds() {
        return reportIds[0] != 0;
    }

    byte[] reportDescriptor() {
        return reportDescriptor;
    }

    int outReportLength(int reportId) {
        return outReportLengths[indexOf(reportId)];
    }

    /** The bytes of the longest report in either direction, without the ID. */
    int longestReport() {
        return Math.max(
                Arrays.stream(inReportLengths).max().orElse(0),
                Arrays.stream(outReportLengths).max().orElse(0));
    }

    /** The descriptor without report IDs, for an interface whose reports have none. */
    byte[] descriptorWithoutReportIds() {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        int at = 0;
        while (at < reportDescriptor.length) {
            int prefix = reportDescriptor[at] & 0xFF;
            int size = 1 + ((prefix & SIZE_BITS) == SIZE_BITS ? 4 : prefix & SIZE_BITS);
            if (prefix == LONG_ITEM && at + 1 < reportDescriptor.length) {
                size = 3 + (reportDescriptor[at + 1] & 0xFF);
            }
            size = Math.min(size, reportDescriptor.length - at);
            if ((prefix & ~SIZE_BITS) != REPORT_ID) {
                plain.write(reportDescriptor, at, size);
            }
            at += size;
        }
        return plain.toByteArray();
    }

    @Override
    public String toString() {
        return "Device(usagePage=0x%02x, usage=0x%02x)".formatted(usagePage, usage);
    }
}
