// epoll, eventfd and scheduling policies are in no Swift overlay.
#include <linux/sched.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// Swift's Glibc module is read without _GNU_SOURCE, which hides these prototypes from it.
int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
int sched_getaffinity(pid_t thread, size_t bytes, cpu_set_t *processors);
int sched_setaffinity(pid_t thread, size_t bytes, const cpu_set_t *processors);
