// SPDX-License-Identifier: MIT
// lab-pulses LINE: pulses in the guest "exact". LINE is the folder of a line of gpio-sim; its pull is changed. Standard input: for each
// pulse a level (0 or 1) and the microseconds for which it lasts.
//
// Run it with a real-time priority below that of the kernel's threads for interrupts, which is 50: chrt -f 40.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1000 };

int main(int argc, char **argv) {
    static int levels[MOST];
    static long microseconds[MOST];
    char path[256];
    int count = 0;
    struct timespec next;

    if (argc != 2) {
        fprintf(stderr, "usage: lab-pulses LINE\n");
        return 2;
    }
    snprintf(path, sizeof path, "%s/pull", argv[1]);
    int pull = open(path, O_WRONLY);
    while (count < MOST && scanf("%d %ld", &levels[count], &microseconds[count]) == 2) {
        count++;
    }
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (int i = 0; i < count; i++) {
        const char *to = levels[i] ? "pull-up" : "pull-down";
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
        if (pwrite(pull, to, strlen(to), 0) < 0) {
            fprintf(stderr, "lab-pulses: %s: %s\n", path, strerror(errno));
            return 1;
        }
        next.tv_nsec += microseconds[i] * 1000;
        next.tv_sec += next.tv_nsec / 1000000000;
        next.tv_nsec %= 1000000000;
    }
    return 0;
}
