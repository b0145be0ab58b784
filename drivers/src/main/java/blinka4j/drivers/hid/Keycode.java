// SPDX-License-Identifier: MIT
package blinka4j.drivers.hid;

/**
 * The codes of keys: HID Usage Tables, section 10. A name stands for the place of a key on a US keyboard. On a keyboard of another country
 * the key there may type another character.
 */
public final class Keycode {
    public static final int A = 0x04;
    public static final int B = 0x05;
    public static final int C = 0x06;
    public static final int D = 0x07;
    public static final int E = 0x08;
    public static final int F = 0x09;
    public static final int G = 0x0A;
    public static final int H = 0x0B;
    public static final int I = 0x0C;
    public static final int J = 0x0D;
    public static final int K = 0x0E;
    public static final int L = 0x0F;
    public static final int M = 0x10;
    public static final int N = 0x11;
    public static final int O = 0x12;
    public static final int P = 0x13;
    public static final int Q = 0x14;
    public static final int R = 0x15;
    public static final int S = 0x16;
    public static final int T = 0x17;
    public static final int U = 0x18;
    public static final int V = 0x19;
    public static final int W = 0x1A;
    public static final int X = 0x1B;
    public static final int Y = 0x1C;
    public static final int Z = 0x1D;
    public static final int ONE = 0x1E;
    public static final int TWO = 0x1F;
    public static final int THREE = 0x20;
    public static final int FOUR = 0x21;
    public static final int FIVE = 0x22;
    public static final int SIX = 0x23;
    public static final int SEVEN = 0x24;
    public static final int EIGHT = 0x25;
    public static final int NINE = 0x26;
    public static final int ZERO = 0x27;
    public static final int ENTER = 0x28;
    public static final int RETURN = ENTER;
    public static final int ESCAPE = 0x29;
    public static final int BACKSPACE = 0x2A;
    public static final int TAB = 0x2B;
    public static final int SPACEBAR = 0x2C;
    public static final int SPACE = SPACEBAR;
    public static final int MINUS = 0x2D;
    public static final int EQUALS = 0x2E;
    public static final int LEFT_BRACKET = 0x2F;
    public static final int RIGHT_BRACKET = 0x30;
    public static final int BACKSLASH = 0x31;
    public static final int POUND = 0x32;
    public static final int SEMICOLON = 0x33;
    public static final int QUOTE = 0x34;
    public static final int GRAVE_ACCENT = 0x35;
    public static final int COMMA = 0x36;
    public static final int PERIOD = 0x37;
    public static final int FORWARD_SLASH = 0x38;
    public static final int CAPS_LOCK = 0x39;
    public static final int F1 = 0x3A;
    public static final int F2 = 0x3B;
    public static final int F3 = 0x3C;
    public static final int F4 = 0x3D;
    public static final int F5 = 0x3E;
    public static final int F6 = 0x3F;
    public static final int F7 = 0x40;
    public static final int F8 = 0x41;
    public static final int F9 = 0x42;
    public static final int F10 = 0x43;
    public static final int F11 = 0x44;
    public static final int F12 = 0x45;
    public static final int PRINT_SCREEN = 0x46;
    public static final int SCROLL_LOCK = 0x47;
    public static final int PAUSE = 0x48;
    public static final int INSERT = 0x49;
    public static final int HOME = 0x4A;
    public static final int PAGE_UP = 0x4B;
    public static final int DELETE = 0x4C;
    public static final int END = 0x4D;
    public static final int PAGE_DOWN = 0x4E;
    public static final int RIGHT_ARROW = 0x4F;
    public static final int LEFT_ARROW = 0x50;
    public static final int DOWN_ARROW = 0x51;
    public static final int UP_ARROW = 0x52;
    public static final int KEYPAD_NUMLOCK = 0x53;
    public static final int KEYPAD_FORWARD_SLASH = 0x54;
    public static final int KEYPAD_ASTERISK = 0x55;
    public static final int KEYPAD_MINUS = 0x56;
    public static final int KEYPAD_PLUS = 0x57;
    public static final int KEYPAD_ENTER = 0x58;
    public static final int KEYPAD_ONE = 0x59;
    public static final int KEYPAD_TWO = 0x5A;
    public static final int KEYPAD_THREE = 0x5B;
    public static final int KEYPAD_FOUR = 0x5C;
    public static final int KEYPAD_FIVE = 0x5D;
    public static final int KEYPAD_SIX = 0x5E;
    public static final int KEYPAD_SEVEN = 0x5F;
    public static final int KEYPAD_EIGHT = 0x60;
    public static final int KEYPAD_NINE = 0x61;
    public static final int KEYPAD_ZERO = 0x62;
    public static final int KEYPAD_PERIOD = 0x63;
    public static final int KEYPAD_BACKSLASH = 0x64;
    public static final int APPLICATION = 0x65;
    public static final int POWER = 0x66;
    public static final int KEYPAD_EQUALS = 0x67;
    public static final int F13 = 0x68;
    public static final int F14 = 0x69;
    public static final int F15 = 0x6A;
    public static final int F16 = 0x6B;
    public static final int F17 = 0x6C;
    public static final int F18 = 0x6D;
    public static final int F19 = 0x6E;
    public static final int F20 = 0x6F;
    public static final int F21 = 0x70;
    public static final int F22 = 0x71;
    public static final int F23 = 0x72;
    public static final int F24 = 0x73;
    public static final int LEFT_CONTROL = 0xE0;
    public static final int CONTROL = LEFT_CONTROL;
    public static final int LEFT_SHIFT = 0xE1;
    public static final int SHIFT = LEFT_SHIFT;
    public static final int LEFT_ALT = 0xE2;
    public static final int ALT = LEFT_ALT;
    public static final int OPTION = ALT;
    public static final int LEFT_GUI = 0xE3;
    public static final int GUI = LEFT_GUI;
    public static final int WINDOWS = GUI;
    public static final int COMMAND = GUI;
    public static final int RIGHT_CONTROL = 0xE4;
    public static final int RIGHT_SHIFT = 0xE5;
    public static final int RIGHT_ALT = 0xE6;
    public static final int RIGHT_GUI = 0xE7;

    private Keycode() {}

    /** Returns the bit of a modifier, such as 2 for {@link #SHIFT}; 0 for other keys. */
    public static int modifierBit(int keycode) {
        return keycode >= LEFT_CONTROL && keycode <= RIGHT_GUI ? 1 << (keycode - LEFT_CONTROL) : 0;
    }
}
