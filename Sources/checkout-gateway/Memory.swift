// Debug builds use the system's allocator, because sanitizers know only that one.
#if !DEBUG
    import CTCMalloc
#endif

/// The allocator of the whole program: tcmalloc in release builds, because the writer's thread frees memory that a loop
/// has allocated for a request.
enum Memory {
    /// The bytes that the caches of all threads may hold together. The library's default is 32 MiB, which is reached so
    /// slowly that a gateway would seem to leak. A create takes some 6 KiB, and larger caches made it no faster.
    private static let cachedBytesMax = 2 * 1024 * 1024

    /// Has to be called before the program starts other threads.
    static func configure() {
        #if !DEBUG
            _ = MallocExtension_SetNumericProperty("tcmalloc.max_total_thread_cache_bytes", cachedBytesMax)
        #endif
    }
}
