/// SIGINT and SIGTERM as a flag that long loops look at.
#pragma once

namespace lingan {

/// From now on SIGINT and SIGTERM set the flag; a second signal ends the process at once.
void catch_interrupts();

/// True once a signal came.
bool interrupted() noexcept;

}  // namespace lingan
