// SPDX-License-Identifier: MIT
package blinka4j.linux;

import com.sun.jna.NativeLong;

/**
 * The numbers of the requests, composed as {@code asm-generic/ioctl.h} does, from direction, size of the argument, type
 * and number. The kernel's headers that each comes from are named with it.
 */
final class Ioctl {
    private static final int TO_KERNEL = 1;
    private static final int FROM_KERNEL = 2;
    private static final int BOTH = TO_KERNEL | FROM_KERNEL;

    // linux/gpio.h
    static final NativeLong GPIO_GET_CHIPINFO = request(FROM_KERNEL, 0xB4, 0x01, 68);
    static final NativeLong GPIO_V2_GET_LINEINFO = request(BOTH, 0xB4, 0x05, 256);
    static final NativeLong GPIO_V2_GET_LINE = request(BOTH, 0xB4, 0x07, 592);
    static final NativeLong GPIO_V2_LINE_SET_CONFIG = request(BOTH, 0xB4, 0x0D, 272);
    static final NativeLong GPIO_V2_LINE_GET_VALUES = request(BOTH, 0xB4, 0x0E, 16);
    static final NativeLong GPIO_V2_LINE_SET_VALUES = request(BOTH, 0xB4, 0x0F, 16);

    // linux/i2c-dev.h
    static final NativeLong I2C_TIMEOUT = number(0x0702);
    static final NativeLong I2C_SLAVE = number(0x0703);
    static final NativeLong I2C_FUNCS = number(0x0705);
    static final NativeLong I2C_RDWR = number(0x0707);
    static final NativeLong I2C_SMBUS = number(0x0720);

    // linux/spi/spidev.h
    static final NativeLong SPI_MESSAGE_OF_1 = request(TO_KERNEL, 'k', 0, 32);
    static final NativeLong SPI_WR_BITS_PER_WORD = request(TO_KERNEL, 'k', 3, 1);
    static final NativeLong SPI_WR_MAX_SPEED_HZ = request(TO_KERNEL, 'k', 4, 4);
    static final NativeLong SPI_RD_MODE32 = request(FROM_KERNEL, 'k', 5, 4);
    static final NativeLong SPI_WR_MODE32 = request(TO_KERNEL, 'k', 5, 4);

    // asm-generic/ioctls.h
    static final NativeLong TCFLSH = number(0x540B);
    static final NativeLong TIOCEXCL = number(0x540C);
    static final NativeLong TIOCNXCL = number(0x540D);
    static final NativeLong TIOCOUTQ = number(0x5411);
    static final NativeLong FIONREAD = number(0x541B);
    static final NativeLong TCGETS2 = request(FROM_KERNEL, 'T', 0x2A, 44);
    static final NativeLong TCSETSW2 = request(TO_KERNEL, 'T', 0x2C, 44);

    private Ioctl() {}

    private static NativeLong request(int direction, int type, int number, int size) {
        return number((long) direction << 30 | size << 16 | type << 8 | number);
    }

    /** Unsigned, because a C long of 32 bits holds those from 0x80000000 on only so. */
    private static NativeLong number(long value) {
        return new NativeLong(value, true);
    }
}
