// SPDX-License-Identifier: MIT
// lab-pulses LINE: pulses in the guest "exact". LINE is the folder of a line of gpio-sim; its pull is changed. Standard input: for each
// pulse a level (0 or 1) and the microseconds for which it lasts. Prints how long each pulse has really lasted, as the kernel may be busy
// when one begins.
//
// Run it with a real-time priority below that of the kernel's threads for interrupts, which is 50: chrt -f 40.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1000 };

static int set(int pull, int level) {
    const char *to = level ? "pull-up" : "pull-down";
    return pwrite(pull, to, strlen(to), 0) > 0;
}

int main(int argc, char **argv) {
    static int levels[MOST];
    static long microseconds[MOST];
    char path[256];
    int count = 0;
    struct timespec next;
    static struct timespec begun[MOST];

    if (argc != 2) {
        fprintf(stderr, "usage: lab-pulses LINE\n");
        return 2;
    }
    snprintf(path, sizeof path, "%s/pull", argv[1]);
    int pull = open(path, O_WRONLY);
    while (count < MOST && scanf("%d %ld", &levels[count], &microseconds[count]) == 2) {
        count++;
    }
    // No page is fetched, and the kernel's way is known, before the first pulse: this is the level that the line has already.
    if (count == 0 || mlockall(MCL_CURRENT) < 0 || !set(pull, !levels[0])) {
        fprintf(stderr, "lab-pulses: %s: %s\n", path, strerror(errno));
        return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (int i = 0; i < count; i++) {
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
        clock_gettime(CLOCK_MONOTONIC, &begun[i]);
        if (!set(pull, levels[i])) {
            fprintf(stderr, "lab-pulses: %s: %s\n", path, strerror(errno));
            return 1;
        }
        next.tv_nsec += microseconds[i] * 1000;
        next.tv_sec += next.tv_nsec / 1000000000;
        next.tv_nsec %= 1000000000;
    }
    for (int i = 1; i < count; i++) {
        long seconds = begun[i].tv_sec - begun[i - 1].tv_sec;
        printf("%ld\n", (seconds * 1000000000 + begun[i].tv_nsec - begun[i - 1].tv_nsec) / 1000);
    }
    return 0;
}
