#include <sqlite3.h>

// Swift cannot call sqlite3_db_config(), because it is variadic. These functions call it for Swift.

// Sets whether the connection that is closed last makes a checkpoint by itself.
static inline int csqlite_checkpoint_on_close(sqlite3 *database, int is_on) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !is_on, (int *)0);
}

// Forbids writes to the tables that hold the schema, so that SQL alone cannot damage the file.
static inline int csqlite_defensive(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}
