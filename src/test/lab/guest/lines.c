// SPDX-License-Identifier: MIT
// What is at the other end of the lines of a chip of gpio-sim, such as gpiochip1:
//
//   lab-lines mcp9808 CHIP SCL SDA STRETCH     a temperature sensor of Microchip on an I2C bus. It holds SCL low for STRETCH us after each
//                                              byte, or for ever if that is negative
//   lab-lines copy CHIP FROM TO                sets the pull of one line to the level of another one, each millisecond
//   lab-lines pulses CHIP LINE                 changes the pull of a line. Standard input: for each pulse a level (0 or 1) and the
//                                              microseconds for which it lasts. Prints how long each one has really lasted, as the kernel
//                                              may be busy when one begins
//   lab-lines answer CHIP LINE                 the same, when a program has driven the line and let go
//   lab-lines pwm CHIP LINE PERIOD HIGH COUNT  drives pulses, with times in ns: what a program in C can do
//
// Run all but pwm with a real-time priority below that of the kernel's threads for interrupts, which is 50: chrt -f 40. There is one
// processor, so they react before the program that changed a line goes on.
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static void require(int ok, const char *what) {
    if (!ok) {
        fprintf(stderr, "lab-lines: %s: %s\n", what, strerror(errno));
        exit(1);
    }
}

// Opens a file of a line: pull or value.
static int file(const char *chip, int line, const char *name, int flags) {
    char path[256];
    snprintf(path, sizeof path, "/sys/bus/gpio/devices/%s/sim_gpio%d/%s", chip, line, name);
    int fd = open(path, flags);
    require(fd >= 0, path);
    return fd;
}

static void set_pull(int fd, int up) {
    const char *to = up ? "pull-up" : "pull-down";
    require(pwrite(fd, to, strlen(to), 0) > 0, "pull");
}

static int open_chip(const char *chip) {
    char path[64];
    snprintf(path, sizeof path, "/dev/%s", chip);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    require(fd >= 0, path);
    return fd;
}

static int is_output(const struct gpio_v2_line_info *info) {
    return (info->flags & GPIO_V2_LINE_FLAG_USED) && (info->flags & GPIO_V2_LINE_FLAG_OUTPUT);
}

// From now on the chip's file reports each change of the line's direction. Returns whether it is an output.
static int watch(int chip, int line) {
    struct gpio_v2_line_info info = {.offset = line};
    require(ioctl(chip, GPIO_V2_GET_LINEINFO_WATCH_IOCTL, &info) >= 0, "watch");
    return is_output(&info);
}

// Waits for the next change. Returns the line.
static int next(int chip, int *output) {
    struct gpio_v2_line_info_changed change;
    require(read(chip, &change, sizeof change) == sizeof change, "change");
    *output = is_output(&change.info);
    return change.info.offset;
}

static void ready(void) {
    require(mlockall(MCL_CURRENT) >= 0, "mlockall");
    puts("ready");
    fflush(stdout);
}

static void sleep_us(long us) {
    struct timespec time = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
    while (nanosleep(&time, &time) < 0 && errno == EINTR) {
    }
}

// The I2C bus. As of the I2C-bus specification UM10204: 3.1.4 START and STOP, 3.1.5 bytes, 3.1.6 acknowledge, 3.1.9 clock stretching,
// 3.1.10 address. The controller's lines are low as outputs, and released as inputs. gpio-sim leaves a line that becomes an input low, so
// the controller sees it released when this has seen that.

enum wire { SCL, SDA };
enum state { IDLE, ADDRESS, WRITE, READ };

static int pulls[2];
static int controller[2] = {1, 1};
static int target[2] = {1, 1};
static long stretch;

static enum state state;
static int bits;
static int value;
static int acknowledging;
static int bytes;

// The sensor, as of data sheet DS25095A, chapter 5: the first byte of a write selects a register of 16 bits.
static unsigned registers[16] = {[5] = 0x0194, [6] = 0x0054, [7] = 0x0400, [8] = 0x03};
static int selected;

static int register_bytes(void) {
    return selected == 8 ? 1 : 2;
}

static int register_byte(int index) {
    int shift = 8 * (register_bytes() - 1 - index);
    return shift < 0 ? 0xFF : registers[selected] >> shift & 0xFF;
}

// Takes a byte. Returns whether it is acknowledged.
static int written(int index, int byte) {
    if (index == 0) {
        selected = byte & 0x0F;
    } else if (index <= register_bytes()) {
        int shift = 8 * (register_bytes() - index);
        registers[selected] = (registers[selected] & ~(0xFFu << shift)) | (unsigned)byte << shift;
    }
    return 1;
}

static void release(enum wire wire, int released) {
    target[wire] = released;
    set_pull(pulls[wire], released);
}

static void hold_clock(void) {
    if (stretch == 0) {
        return;
    }
    release(SCL, 0);
    while (stretch < 0) {
        pause();
    }
    sleep_us(stretch);
    release(SCL, 1);
}

static void put_bit(void) {
    release(SDA, state != READ || (register_byte(bytes) >> (7 - bits) & 1));
}

// SCL is low: the data may change.
static void falling(void) {
    if (state == IDLE) {
        return;
    }
    if (acknowledging) {
        acknowledging = 0;
        bits = 0;
        if (state == ADDRESS) {
            state = value & 1 ? READ : WRITE;
            bytes = 0;
        } else {
            bytes++;
        }
        put_bit();
        hold_clock();
    } else if (bits == 8) {
        acknowledging = 1;
        int mine = state == ADDRESS ? value >> 1 == 0x18 : state == WRITE && written(bytes, value);
        if (state == READ) {
            release(SDA, 1);
        } else if (mine) {
            release(SDA, 0);
        } else {
            state = IDLE;
        }
    } else if (state == READ) {
        put_bit();
    }
}

// SCL is high: the data is valid.
static void rising(void) {
    int data = controller[SDA] && target[SDA];
    if (state == IDLE) {
        return;
    }
    if (!acknowledging) {
        value = (value << 1 | data) & 0xFF;
        bits++;
    } else if (state == READ && data) {
        state = IDLE;
    }
}

static void changed(enum wire wire, int released) {
    int before = controller[wire] && target[wire];
    controller[wire] = released;
    if (released) {
        set_pull(pulls[wire], target[wire]);
    }
    int after = released && target[wire];
    if (before == after) {
        return;
    }
    if (wire == SCL) {
        after ? rising() : falling();
    } else if (controller[SCL] && target[SCL]) {
        // START or STOP
        state = after ? IDLE : ADDRESS;
        bits = 0;
        acknowledging = 0;
    }
}

static void mcp9808(const char *chip, int scl, int sda, long us) {
    int lines[] = {[SCL] = scl, [SDA] = sda};
    int fd = open_chip(chip);
    stretch = us;
    for (int wire = SCL; wire <= SDA; wire++) {
        pulls[wire] = file(chip, lines[wire], "pull", O_WRONLY);
        controller[wire] = !watch(fd, lines[wire]);
        release(wire, 1);
    }
    ready();
    while (1) {
        int output;
        int line = next(fd, &output);
        changed(line == scl ? SCL : SDA, !output);
    }
}

static void copy(const char *chip, int from, int to) {
    int level = file(chip, from, "value", O_RDONLY);
    int pull = file(chip, to, "pull", O_WRONLY);
    ready();
    while (1) {
        char digit;
        require(pread(level, &digit, 1, 0) == 1, "value");
        set_pull(pull, digit == '1');
        sleep_us(1000);
    }
}

enum { MOST = 1000, SHORT_US = 100 };

static void sleep_until(const struct timespec *time) {
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, time, NULL) == EINTR) {
    }
}

// With a real-time priority, nothing else runs meanwhile.
static void spin_until(const struct timespec *time) {
    struct timespec now;
    do {
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while (now.tv_sec < time->tv_sec || (now.tv_sec == time->tv_sec && now.tv_nsec < time->tv_nsec));
}

static void await_release(int chip, int line) {
    int output = watch(chip, line);
    while (!output) {
        next(chip, &output);
    }
    while (output) {
        next(chip, &output);
    }
}

static void pulses(const char *chip, int line, int answers) {
    static int levels[MOST];
    static long microseconds[MOST];
    static struct timespec begun[MOST];
    struct timespec due;
    int count = 0;
    int pull = file(chip, line, "pull", O_WRONLY);
    while (count < MOST && scanf("%d %ld", &levels[count], &microseconds[count]) == 2) {
        count++;
    }
    require(count > 0, "standard input");
    ready();
    if (answers) {
        await_release(open_chip(chip), line);
    }
    // The kernel's way is known before the first pulse: this is the level that the line has already.
    set_pull(pull, !levels[0]);
    clock_gettime(CLOCK_MONOTONIC, &due);
    for (int i = 0; i < count; i++) {
        // A program that is in the kernel when a sleep ends delays the end.
        if (i > 0 && microseconds[i - 1] <= SHORT_US) {
            spin_until(&due);
        } else {
            sleep_until(&due);
        }
        clock_gettime(CLOCK_MONOTONIC, &begun[i]);
        set_pull(pull, levels[i]);
        due.tv_nsec += microseconds[i] * 1000;
        due.tv_sec += due.tv_nsec / 1000000000;
        due.tv_nsec %= 1000000000;
    }
    for (int i = 1; i < count; i++) {
        long seconds = begun[i].tv_sec - begun[i - 1].tv_sec;
        printf("%ld\n", (seconds * 1000000000 + begun[i].tv_nsec - begun[i - 1].tv_nsec) / 1000);
    }
}

static void edge(int fd, int high, long long at) {
    struct timespec time = {.tv_sec = at / 1000000000LL, .tv_nsec = at % 1000000000LL};
    struct gpio_v2_line_values values = {.mask = 1, .bits = high};
    sleep_until(&time);
    require(ioctl(fd, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) >= 0, "level");
}

static void pwm(const char *chip, int line, long long period, long long high, int count) {
    struct gpio_v2_line_request request = {
        .offsets = {line}, .num_lines = 1, .consumer = "lab-lines", .config.flags = GPIO_V2_LINE_FLAG_OUTPUT};
    struct gpio_v2_line_config input = {.flags = GPIO_V2_LINE_FLAG_INPUT};
    struct timespec now;
    require(ioctl(open_chip(chip), GPIO_V2_GET_LINE_IOCTL, &request) >= 0, "line");
    clock_gettime(CLOCK_MONOTONIC, &now);
    long long start = now.tv_sec * 1000000000LL + now.tv_nsec;
    for (int i = 0; i < count; i++) {
        edge(request.fd, 1, start + i * period);
        edge(request.fd, 0, start + i * period + high);
    }
    require(ioctl(request.fd, GPIO_V2_LINE_SET_CONFIG_IOCTL, &input) >= 0, "input");
}

int main(int argc, char **argv) {
    const char *what = argc > 3 ? argv[1] : "";
    if (!strcmp(what, "mcp9808") && argc == 6) {
        mcp9808(argv[2], atoi(argv[3]), atoi(argv[4]), atol(argv[5]));
    } else if (!strcmp(what, "copy") && argc == 5) {
        copy(argv[2], atoi(argv[3]), atoi(argv[4]));
    } else if (!strcmp(what, "pwm") && argc == 7) {
        pwm(argv[2], atoi(argv[3]), atoll(argv[4]), atoll(argv[5]), atoi(argv[6]));
    } else if (!strcmp(what, "pulses") && argc == 4) {
        pulses(argv[2], atoi(argv[3]), 0);
    } else if (!strcmp(what, "answer") && argc == 4) {
        pulses(argv[2], atoi(argv[3]), 1);
    } else {
        fprintf(stderr, "usage: see lines.c\n");
        return 2;
    }
    return 0;
}
