// SPDX-License-Identifier: MIT
// What the kernel's interface itself costs: the same work as the Java programs beside it, in the plainest C.
//
//   floor write CHIP LINE ROUNDS OPERATIONS       GPIO_V2_LINE_SET_VALUES
//   floor read CHIP LINE ROUNDS OPERATIONS        GPIO_V2_LINE_GET_VALUES
//   floor edges CHIP LINE PULL COUNT              the file PULL raises and lowers the line; poll and read
//   floor i2c DEVICE ADDRESS ROUNDS OPERATIONS    a register of one byte, by SMBus
//   floor spi DEVICE ROUNDS OPERATIONS            a transfer of four bytes, of which the first is 0x9f
//   floor first CHIP LINE                         opens, drives the line high, ends
//
// Prints, for each round, the nanoseconds of one operation; for edges, those from the change to the return of read.
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <linux/spi/spidev.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what) {
    fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
    exit(1);
}

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int line(const char *chip, int offset, unsigned long long flags) {
    struct gpio_v2_line_request request;
    int fd = open(chip, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        fail(chip);
    }
    memset(&request, 0, sizeof request);
    request.offsets[0] = offset;
    request.num_lines = 1;
    request.event_buffer_size = 1024;
    request.config.flags = flags;
    strcpy(request.consumer, "floor");
    if (ioctl(fd, GPIO_V2_GET_LINE_IOCTL, &request) < 0) {
        fail("the line");
    }
    close(fd);
    return request.fd;
}

static void values(const char *chip, int offset, int writing, int rounds, int operations) {
    int fd = line(chip, offset, writing ? GPIO_V2_LINE_FLAG_OUTPUT : GPIO_V2_LINE_FLAG_INPUT);
    unsigned long request = writing ? GPIO_V2_LINE_SET_VALUES_IOCTL : GPIO_V2_LINE_GET_VALUES_IOCTL;
    struct gpio_v2_line_values values = {.mask = 1};
    for (int round = 0; round < rounds; round++) {
        long long start = now();
        for (int i = 0; i < operations; i++) {
            values.bits = i & 1;
            if (ioctl(fd, request, &values) < 0) {
                fail("the value");
            }
        }
        printf("%.1f\n", (double) (now() - start) / operations);
    }
}

static long long *changed;
static const char *pull;
static int count;
static int current;
static long long *changed;
static long long *late;

// Each change waits for the edge of the one before, so that it is known which edge is whose.
static void *change(void *unused) {
    int fd = open(pull, O_WRONLY);
    (void) unused;
    if (fd < 0) {
        fail(pull);
    }
    struct timespec millisecond = {.tv_nsec = 1000000};
    for (int i = 0; i < count; i++) {
        const char *to = i % 2 == 0 ? "pull-up" : "pull-down";
        __atomic_store_n(&current, i, __ATOMIC_RELEASE);
        __atomic_store_n(&changed[i], now(), __ATOMIC_RELEASE);
        if (pwrite(fd, to, strlen(to), 0) < 0) {
            fail("the pull");
        }
        for (int waited = 0; waited == 0 || (!__atomic_load_n(&late[i], __ATOMIC_ACQUIRE) && waited < 200); waited++) {
            nanosleep(&millisecond, NULL);
        }
    }
    for (int i = 0; i < count; i++) {
        if (late[i]) {
            printf("%lld\n", late[i]);
        }
    }
    exit(0);
}

static void edges(const char *chip, int offset) {
    int fd = line(
        chip, offset, GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING);
    pthread_t changer;
    late = calloc(count, sizeof *late);
    changed = calloc(count, sizeof *changed);
    pthread_create(&changer, NULL, change, NULL);
    while (1) {
        struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
        struct gpio_v2_line_event event;
        if (poll(&poll_fd, 1, -1) <= 0 || read(fd, &event, sizeof event) < 0) {
            fail("the edge");
        }
        int index = __atomic_load_n(&current, __ATOMIC_ACQUIRE);
        if (!late[index]) {
            __atomic_store_n(&late[index], now() - changed[index], __ATOMIC_RELEASE);
        }
    }
}

static void registers(const char *device, int address, int rounds, int operations) {
    int fd = open(device, O_RDWR | O_CLOEXEC);
    if (fd < 0 || ioctl(fd, I2C_SLAVE, address) < 0) {
        fail(device);
    }
    union i2c_smbus_data data;
    struct i2c_smbus_ioctl_data transfer = {I2C_SMBUS_READ, 3, I2C_SMBUS_BYTE_DATA, &data};
    for (int round = 0; round < rounds; round++) {
        long long start = now();
        for (int i = 0; i < operations; i++) {
            if (ioctl(fd, I2C_SMBUS, &transfer) < 0) {
                fail("the register");
            }
        }
        printf("%.1f\n", (double) (now() - start) / operations);
    }
}

static void transfers(const char *device, int rounds, int operations) {
    int fd = open(device, O_RDWR | O_CLOEXEC);
    unsigned char out[4] = {0x9f};
    unsigned char in[4];
    unsigned mode = 0;
    unsigned speed = 1000000;
    if (fd < 0 || ioctl(fd, SPI_IOC_WR_MODE32, &mode) < 0 || ioctl(fd, SPI_IOC_WR_MAX_SPEED_HZ, &speed) < 0) {
        fail(device);
    }
    struct spi_ioc_transfer transfer = {
        .tx_buf = (unsigned long) out, .rx_buf = (unsigned long) in, .len = sizeof out};
    for (int round = 0; round < rounds; round++) {
        long long start = now();
        for (int i = 0; i < operations; i++) {
            if (ioctl(fd, SPI_IOC_MESSAGE(1), &transfer) < 0) {
                fail("the transfer");
            }
        }
        printf("%.1f\n", (double) (now() - start) / operations);
    }
}

int main(int argc, char **argv) {
    const char *what = argc > 3 ? argv[1] : "";
    if (!strcmp(what, "write") && argc == 6) {
        values(argv[2], atoi(argv[3]), 1, atoi(argv[4]), atoi(argv[5]));
    } else if (!strcmp(what, "read") && argc == 6) {
        values(argv[2], atoi(argv[3]), 0, atoi(argv[4]), atoi(argv[5]));
    } else if (!strcmp(what, "edges") && argc == 6) {
        pull = argv[4];
        count = atoi(argv[5]);
        edges(argv[2], atoi(argv[3]));
    } else if (!strcmp(what, "i2c") && argc == 6) {
        registers(argv[2], strtol(argv[3], NULL, 0), atoi(argv[4]), atoi(argv[5]));
    } else if (!strcmp(what, "spi") && argc == 5) {
        transfers(argv[2], atoi(argv[3]), atoi(argv[4]));
    } else if (!strcmp(what, "first") && argc == 4) {
        int fd = line(argv[2], atoi(argv[3]), GPIO_V2_LINE_FLAG_OUTPUT);
        struct gpio_v2_line_values values = {.mask = 1, .bits = 1};
        if (ioctl(fd, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) < 0) {
            fail("the value");
        }
    } else {
        fprintf(stderr, "floor: see the head of floor.c\n");
        return 2;
    }
    return 0;
}
