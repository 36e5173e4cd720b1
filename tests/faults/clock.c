/* A clock of a test's own, for a program that is started with it: TEST_CLOCK is what the machine's
   clock shows, in seconds. It allocates nothing, so it is no matter how the program allocates.

   Without TEST_CLOCK it makes way for a library behind it, as libfaketime, but only once that one has
   begun: while it looks up its functions it allocates, our allocator then asks for the time, and
   that would begin libfaketime again in the midst of itself, which crashes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

typedef int reader(clockid_t, struct timespec *);

static reader *behind;

/* The libraries behind this one begin first. */
__attribute__((constructor)) static void begin(void) {
    behind = (reader *)dlsym(RTLD_NEXT, "clock_gettime");
}

int clock_gettime(clockid_t clock, struct timespec *at) {
    const char *set = getenv("TEST_CLOCK");
    if (set == NULL && behind != NULL) {
        return behind(clock, at);
    }
    if (set == NULL || clock != CLOCK_REALTIME) {
        return (int)syscall(SYS_clock_gettime, clock, at);
    }
    at->tv_sec = strtoll(set, NULL, 10);
    at->tv_nsec = 0;
    return 0;
}
