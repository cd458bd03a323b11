// Swift's Glibc module does not contain epoll, eventfd and scheduling policies.
#include <linux/sched.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// The headers declare these functions only under _GNU_SOURCE, which Swift's Glibc module does not define.
int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
int sched_getaffinity(pid_t thread, size_t bytes, cpu_set_t *processors);
int sched_setaffinity(pid_t thread, size_t bytes, const cpu_set_t *processors);
