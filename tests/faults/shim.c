/* Counts what a process does to the files below one directory, and lets one call of it fail.

   Preloaded, it stands before the C library: SQLite, NumPy and Python itself go through it.
   A call that counts is numbered from 1. The one numbered `at` is preceded or followed by
   SIGKILL, done by half, or answered with an error, once or from then on. All processes
   forked from the one that armed it share the numbering. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind { OPEN, CREATE, WRITE, SYNC, TRUNCATE, RENAME, LINK, UNLINK, MKDIR, RMDIR, MAP };
enum action { COUNT, KILL_BEFORE, KILL_AFTER, TEAR, SHORTEN, FAIL_ONCE, FAIL_ON };

struct shared {
    char root[PATH_MAX];
    int32_t armed, action, error, log;
    uint32_t kinds;       /* of FAIL_ON: a bit for each kind that fails */
    int64_t at, calls;
    int64_t acknowledged; /* counted by the program itself */
    int64_t clock;        /* seconds added to the real time of day */
};

/* One call in a log, before its paths and what was written. */
struct entry { int32_t kind, flags, path, path2; int64_t number, offset, length; int32_t ok, rest; };

struct call { enum kind kind; int flags; char path[PATH_MAX], path2[PATH_MAX]; int64_t number; };

static struct shared *shared;

__attribute__((constructor)) static void begin(void)
{
    shared = (void *)syscall(SYS_mmap, NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0L);
}

struct shared *faults(void) { return shared; }

static int is_inside(const char *path)
{
    size_t length = strlen(shared->root);
    return !strncmp(path, shared->root, length) && (path[length] == '/' || !path[length]);
}

static int name_of_fd(int fd, char *into)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, into, PATH_MAX - 1);
    into[length < 0 ? 0 : length] = 0;
    return length > 0;
}

static void full_name(int directory, const char *path, char *into)
{
    into[0] = 0;
    if (path[0] != '/') {
        if (directory == AT_FDCWD)
            syscall(SYS_getcwd, into, PATH_MAX);
        else
            name_of_fd(directory, into);
        strncat(into, "/", PATH_MAX - strlen(into) - 1);
    }
    strncat(into, path, PATH_MAX - strlen(into) - 1);
}

static int watches_paths(struct call *call, enum kind kind, int d1, const char *p1, int d2,
                         const char *p2)
{
    int kept = errno, inside = 0;
    if (shared && shared->armed && p1) {
        call->kind = kind, call->flags = 0, call->path2[0] = 0;
        full_name(d1, p1, call->path);
        if (p2)
            full_name(d2, p2, call->path2);
        inside = is_inside(call->path) || (p2 && is_inside(call->path2));
    }
    errno = kept;
    return inside;
}

static int watches_fd(struct call *call, enum kind kind, int fd)
{
    int kept = errno, inside = 0;
    if (shared && shared->armed && fd >= 0) {
        call->kind = kind, call->flags = 0, call->path2[0] = 0;
        inside = name_of_fd(fd, call->path) && is_inside(call->path);
    }
    errno = kept;
    return inside;
}

static void die(void)
{
    syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    for (;;)
        pause();
}

/* Number the call; return what is to be done instead of it, COUNT for nothing. */
static enum action decide(struct call *call)
{
    call->number = __sync_add_and_fetch(&shared->calls, 1);
    int is_it = call->number == shared->at;
    if (is_it && shared->action == KILL_BEFORE)
        die();
    if ((is_it && shared->action == FAIL_ONCE)
        || (shared->action == FAIL_ON && call->number >= shared->at
            && (shared->kinds & 1u << call->kind))) {
        errno = shared->error;
        return FAIL_ONCE;
    }
    return is_it ? shared->action : COUNT;
}

static void done(struct call *call, int ok, int64_t offset, const void *data, int64_t length)
{
    int kept = errno;
    if (shared->log > 0) {
        struct entry entry = { call->kind, call->flags, (int)strlen(call->path),
                               (int)strlen(call->path2), call->number, offset,
                               ok && data ? length : 0, ok, 0 };
        struct iovec parts[] = { { &entry, sizeof entry }, { call->path, (size_t)entry.path },
                                 { call->path2, (size_t)entry.path2 },
                                 { (void *)data, (size_t)entry.length } };
        syscall(SYS_writev, shared->log, parts, 4);
    }
    if (call->number == shared->at && shared->action == KILL_AFTER)
        die();
    errno = kept;
}

static int do_open(int directory, const char *path, int flags, mode_t mode)
{
    struct call call;
    if (!watches_paths(&call, flags & O_CREAT || flags & O_TRUNC ? CREATE : OPEN, directory, path,
                       0, NULL))
        return (int)syscall(SYS_openat, directory, path, flags, mode);
    call.flags = flags;
    if (decide(&call) == FAIL_ONCE)
        return -1;
    int fd = (int)syscall(SYS_openat, directory, path, flags, mode);
    done(&call, fd >= 0, 0, NULL, 0);
    return fd;
}

static mode_t mode_of(int flags, va_list rest)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}

#define OPENS(NAME, DIRECTORY, ...)                     \
    int NAME(__VA_ARGS__, int flags, ...)               \
    {                                                   \
        va_list rest;                                   \
        va_start(rest, flags);                          \
        mode_t mode = mode_of(flags, rest);             \
        va_end(rest);                                   \
        return do_open(DIRECTORY, path, flags, mode);   \
    }

OPENS(open, AT_FDCWD, const char *path)
OPENS(open64, AT_FDCWD, const char *path)
OPENS(openat, directory, int directory, const char *path)
OPENS(openat64, directory, int directory, const char *path)

/* Write at an offset, or where the file stands when it is negative. */
static ssize_t do_write(int fd, const void *data, size_t length, off_t offset)
{
    struct call call;
    int watched = watches_fd(&call, WRITE, fd);
    enum action action = watched ? decide(&call) : COUNT;
    if (action == FAIL_ONCE)
        return -1;
    if (action == TEAR || action == SHORTEN)
        length = (length + 1) / 2;
    off_t place = offset;
    if (watched && offset < 0)
        place = fcntl(fd, F_GETFL) & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
    ssize_t written = offset < 0 ? syscall(SYS_write, fd, data, length)
                                 : syscall(SYS_pwrite64, fd, data, length, offset);
    if (action == TEAR)
        die();
    if (watched)
        done(&call, written >= 0, place, data, written);
    return written;
}

ssize_t write(int fd, const void *data, size_t length) { return do_write(fd, data, length, -1); }

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset)
{
    return do_write(fd, data, length, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset)
{
    return do_write(fd, data, length, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    struct call call;
    if (!watches_fd(&call, WRITE, fd))
        return syscall(SYS_writev, fd, parts, count);
    ssize_t total = 0;
    for (int at = 0; at < count; at++) {
        ssize_t written = do_write(fd, parts[at].iov_base, parts[at].iov_len, -1);
        if (written < 0)
            return total ? total : -1;
        total += written;
        if ((size_t)written < parts[at].iov_len)
            break;
    }
    return total;
}

/* Copying inside the kernel would pass us by; programs then read and write. */
ssize_t sendfile(int to, int from, off_t *offset, size_t count)
{
    struct call call;
    if (watches_fd(&call, WRITE, to)) {
        errno = EINVAL;
        return -1;
    }
    return syscall(SYS_sendfile, to, from, offset, count);
}

ssize_t sendfile64(int to, int from, off_t *offset, size_t count)
{
    return sendfile(to, from, offset, count);
}

static int do_fd(enum kind kind, long number, int fd, off_t value)
{
    struct call call;
    int watched = watches_fd(&call, kind, fd);
    if (watched && decide(&call) == FAIL_ONCE)
        return -1;
    int result = (int)syscall(number, fd, value);
    if (watched)
        done(&call, !result, value, NULL, 0);
    return result;
}

int fsync(int fd) { return do_fd(SYNC, SYS_fsync, fd, 0); }
int fdatasync(int fd) { return do_fd(SYNC, SYS_fdatasync, fd, 0); }
int ftruncate(int fd, off_t length) { return do_fd(TRUNCATE, SYS_ftruncate, fd, length); }
int ftruncate64(int fd, off_t length) { return do_fd(TRUNCATE, SYS_ftruncate, fd, length); }

static int do_two(enum kind kind, int d1, const char *p1, int d2, const char *p2, int flags)
{
    struct call call;
    int watched = watches_paths(&call, kind, d1, p1, d2, p2);
    if (watched && decide(&call) == FAIL_ONCE)
        return -1;
    long number = kind == LINK ? SYS_linkat : SYS_renameat2;
    int result = (int)syscall(number, d1, p1, d2, p2, flags);
    if (watched)
        done(&call, !result, 0, NULL, 0);
    return result;
}

int rename(const char *a, const char *b) { return do_two(RENAME, AT_FDCWD, a, AT_FDCWD, b, 0); }
int renameat(int d, const char *a, int e, const char *b) { return do_two(RENAME, d, a, e, b, 0); }
int link(const char *a, const char *b) { return do_two(LINK, AT_FDCWD, a, AT_FDCWD, b, 0); }

int renameat2(int d, const char *a, int e, const char *b, unsigned int flags)
{
    return do_two(RENAME, d, a, e, b, (int)flags);
}

int linkat(int d, const char *a, int e, const char *b, int flags)
{
    return do_two(LINK, d, a, e, b, flags);
}

static int do_one(enum kind kind, int directory, const char *path, int flags)
{
    struct call call;
    int watched = watches_paths(&call, kind, directory, path, 0, NULL);
    if (watched && decide(&call) == FAIL_ONCE)
        return -1;
    long number = kind == MKDIR ? SYS_mkdirat : SYS_unlinkat;
    int result = (int)syscall(number, directory, path, flags);
    if (watched)
        done(&call, !result, 0, NULL, 0);
    return result;
}

int unlink(const char *path) { return do_one(UNLINK, AT_FDCWD, path, 0); }
int rmdir(const char *path) { return do_one(RMDIR, AT_FDCWD, path, AT_REMOVEDIR); }
int mkdir(const char *path, mode_t mode) { return do_one(MKDIR, AT_FDCWD, path, (int)mode); }
int mkdirat(int d, const char *path, mode_t mode) { return do_one(MKDIR, d, path, (int)mode); }

int unlinkat(int directory, const char *path, int flags)
{
    return do_one(flags & AT_REMOVEDIR ? RMDIR : UNLINK, directory, path, flags);
}

static void *do_map(void *start, size_t length, int access, int flags, int fd, off_t offset)
{
    struct call call;
    int watched = watches_fd(&call, MAP, fd);
    if (watched && decide(&call) == FAIL_ONCE)
        return MAP_FAILED;
    void *map = (void *)syscall(SYS_mmap, start, length, access, flags, fd, offset);
    if (watched)
        done(&call, map != MAP_FAILED, 0, NULL, 0);
    return map;
}

void *mmap(void *start, size_t length, int access, int flags, int fd, off_t offset)
{
    return do_map(start, length, access, flags, fd, offset);
}

void *mmap64(void *start, size_t length, int access, int flags, int fd, off_t offset)
{
    return do_map(start, length, access, flags, fd, offset);
}

int clock_gettime(clockid_t which, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, which, now);
    if (!result && shared && which == CLOCK_REALTIME)
        now->tv_sec += shared->clock;
    return result;
}
