// SPDX-License-Identifier: MIT
package blinka4j.linux;

/**
 * The numbers of the {@code ioctl} requests. {@code asm-generic/ioctl.h} composes them from direction, argument size, type and
 * number. A comment names the kernel header of each group.
 */
final class Ioctl {
    private static final int TO_KERNEL = 1;
    private static final int FROM_KERNEL = 2;
    private static final int BOTH = TO_KERNEL | FROM_KERNEL;

    // linux/gpio.h
    static final long GPIO_GET_CHIPINFO = request(FROM_KERNEL, 0xB4, 0x01, 68);
    static final long GPIO_V2_GET_LINEINFO = request(BOTH, 0xB4, 0x05, 256);
    static final long GPIO_V2_GET_LINE = request(BOTH, 0xB4, 0x07, 592);
    static final long GPIO_V2_LINE_SET_CONFIG = request(BOTH, 0xB4, 0x0D, 272);
    static final long GPIO_V2_LINE_GET_VALUES = request(BOTH, 0xB4, 0x0E, 16);
    static final long GPIO_V2_LINE_SET_VALUES = request(BOTH, 0xB4, 0x0F, 16);

    // linux/i2c-dev.h
    static final long I2C_TIMEOUT = 0x0702;
    static final long I2C_SLAVE = 0x0703;
    static final long I2C_FUNCS = 0x0705;
    static final long I2C_RDWR = 0x0707;
    static final long I2C_SMBUS = 0x0720;

    // linux/spi/spidev.h
    static final long SPI_MESSAGE_OF_1 = request(TO_KERNEL, 'k', 0, 32);
    static final long SPI_WR_BITS_PER_WORD = request(TO_KERNEL, 'k', 3, 1);
    static final long SPI_WR_MAX_SPEED_HZ = request(TO_KERNEL, 'k', 4, 4);
    static final long SPI_RD_MODE32 = request(FROM_KERNEL, 'k', 5, 4);
    static final long SPI_WR_MODE32 = request(TO_KERNEL, 'k', 5, 4);

    // linux/watchdog.h
    static final long WDIOC_KEEPALIVE = request(FROM_KERNEL, 'W', 5, 4);
    static final long WDIOC_SETTIMEOUT = request(BOTH, 'W', 6, 4);

    // linux/lirc.h
    static final long LIRC_SET_SEND_CARRIER = request(TO_KERNEL, 'i', 0x13, 4);
    static final long LIRC_SET_SEND_DUTY_CYCLE = request(TO_KERNEL, 'i', 0x15, 4);

    // asm-generic/ioctls.h
    static final long TCFLSH = 0x540B;
    static final long TIOCEXCL = 0x540C;
    static final long TIOCNXCL = 0x540D;
    static final long TIOCOUTQ = 0x5411;
    static final long FIONREAD = 0x541B;
    static final long TCGETS2 = request(FROM_KERNEL, 'T', 0x2A, 44);
    static final long TCSETSW2 = request(TO_KERNEL, 'T', 0x2C, 44);

    private Ioctl() {}

    private static long request(int direction, int type, int number, int size) {
        return (long) direction << 30 | size << 16 | type << 8 | number;
    }
}
