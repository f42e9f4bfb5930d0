/// Signals that end the process. One that was ignored when the process was started stays ignored,
/// as `nohup` and shells have it.
#pragma once

#include <sys/types.h>

namespace lingan {

/// From now on SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGQUIT, SIGUSR1, SIGUSR2 and SIGALRM end the
/// process at once, as they do by default, but remove its temporary files first, and end it as the
/// first process of a container, too.
void end_on_signals();

/// From now on the first four set the flag, which long loops look at; a second signal ends the
/// process at once.
void catch_interrupts();

/// From now on interrupted() is true, too, once there is something to read from the descriptor, or
/// nobody is left to write it.
void watch_for_interrupt(int descriptor) noexcept;

/// True once a signal came.
bool interrupted() noexcept;

/// @throws Interrupted if interrupted().
void throw_if_interrupted();

/// A process group that ends where a signal ends this process at once; 0: none.
void end_with_this_process(pid_t group) noexcept;

}  // namespace lingan
