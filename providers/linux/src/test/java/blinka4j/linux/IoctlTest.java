// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IoctlTest {
    /** The output of a C program with linux/gpio.h, linux/i2c-dev.h, linux/spi/spidev.h, linux/lirc.h and asm/ioctls.h. */
    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of("GPIO_GET_CHIPINFO_IOCTL", Ioctl.GPIO_GET_CHIPINFO, 0x8044b401L),
                Arguments.of("GPIO_V2_GET_LINEINFO_IOCTL", Ioctl.GPIO_V2_GET_LINEINFO, 0xc100b405L),
                Arguments.of("GPIO_V2_GET_LINE_IOCTL", Ioctl.GPIO_V2_GET_LINE, 0xc250b407L),
                Arguments.of("GPIO_V2_LINE_SET_CONFIG_IOCTL", Ioctl.GPIO_V2_LINE_SET_CONFIG, 0xc110b40dL),
                Arguments.of("GPIO_V2_LINE_GET_VALUES_IOCTL", Ioctl.GPIO_V2_LINE_GET_VALUES, 0xc010b40eL),
                Arguments.of("GPIO_V2_LINE_SET_VALUES_IOCTL", Ioctl.GPIO_V2_LINE_SET_VALUES, 0xc010b40fL),
                Arguments.of("I2C_TIMEOUT", Ioctl.I2C_TIMEOUT, 0x702L),
                Arguments.of("I2C_SLAVE", Ioctl.I2C_SLAVE, 0x703L),
                Arguments.of("I2C_FUNCS", Ioctl.I2C_FUNCS, 0x705L),
                Arguments.of("I2C_RDWR", Ioctl.I2C_RDWR, 0x707L),
                Arguments.of("I2C_SMBUS", Ioctl.I2C_SMBUS, 0x720L),
                Arguments.of("SPI_IOC_MESSAGE(1)", Ioctl.SPI_MESSAGE_OF_1, 0x40206b00L),
                Arguments.of("SPI_IOC_WR_BITS_PER_WORD", Ioctl.SPI_WR_BITS_PER_WORD, 0x40016b03L),
                Arguments.of("SPI_IOC_WR_MAX_SPEED_HZ", Ioctl.SPI_WR_MAX_SPEED_HZ, 0x40046b04L),
                Arguments.of("SPI_IOC_RD_MODE32", Ioctl.SPI_RD_MODE32, 0x80046b05L),
                Arguments.of("SPI_IOC_WR_MODE32", Ioctl.SPI_WR_MODE32, 0x40046b05L),
                Arguments.of("LIRC_SET_SEND_CARRIER", Ioctl.LIRC_SET_SEND_CARRIER, 0x40046913L),
                Arguments.of("LIRC_SET_SEND_DUTY_CYCLE", Ioctl.LIRC_SET_SEND_DUTY_CYCLE, 0x40046915L),
                Arguments.of("TCFLSH", Ioctl.TCFLSH, 0x540bL),
                Arguments.of("TIOCEXCL", Ioctl.TIOCEXCL, 0x540cL),
                Arguments.of("TIOCNXCL", Ioctl.TIOCNXCL, 0x540dL),
                Arguments.of("TIOCOUTQ", Ioctl.TIOCOUTQ, 0x5411L),
                Arguments.of("FIONREAD", Ioctl.FIONREAD, 0x541bL),
                Arguments.of("TCGETS2", Ioctl.TCGETS2, 0x802c542aL),
                Arguments.of("TCSETSW2", Ioctl.TCSETSW2, 0x402c542cL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void aRequestHasTheNumberOfTheKernelsHeader(String name, long request, long expected) {
        assertThat(request).as(name).isEqualTo(expected);
    }
}
