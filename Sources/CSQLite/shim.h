#include <sqlite3.h>

// sqlite3_db_config() is variadic, which Swift cannot call. Its uses here:

// Whether the last connection to close checkpoints by itself. All checkpoints are the writer's.
static inline int csqlite_checkpoint_on_close(sqlite3 *database, int is_on) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !is_on, (int *)0);
}

// SQL alone cannot damage the file: the tables that hold the schema cannot be written.
static inline int csqlite_defensive(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}
