// SPDX-License-Identifier: MIT
package blinka4j.drivers.hid;

/** Codes of common media keys: HID Usage Tables, section 15, which has more. */
public final class ConsumerControlCode {
    public static final int RECORD = 0xB2;
    public static final int FAST_FORWARD = 0xB3;
    public static final int REWIND = 0xB4;
    public static final int SCAN_NEXT_TRACK = 0xB5;
    public static final int SCAN_PREVIOUS_TRACK = 0xB6;
    public static final int STOP = 0xB7;
    public static final int EJECT = 0xB8;
    public static final int PLAY_PAUSE = 0xCD;
    public static final int MUTE = 0xE2;
    public static final int VOLUME_DECREMENT = 0xEA;
    public static final int VOLUME_INCREMENT = 0xE9;
    public static final int BRIGHTNESS_DECREMENT = 0x70;
    public static final int BRIGHTNESS_INCREMENT = 0x6F;

    private ConsumerControlCode() {}
}
