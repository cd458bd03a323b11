// epoll, eventfd and scheduling policies are in no Swift overlay.
#include <linux/sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// Swift's Glibc module is read without _GNU_SOURCE, which hides this prototype from it.
int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
