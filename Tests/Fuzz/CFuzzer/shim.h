// The entry into libFuzzer for programs that have a main of their own. The toolchain ships no header for it.
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(
    int *count, char ***arguments, int (*test)(const uint8_t *_Nullable bytes, size_t count));
