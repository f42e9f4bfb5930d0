/// Signals that end the process. One that was ignored when the process was started stays ignored,
/// as `nohup` and shells have it.
#pragma once

namespace lingan {

/// From now on SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGQUIT, SIGUSR1, SIGUSR2 and SIGALRM end the
/// process at once, as they do by default, but remove its temporary files first, and end it as the
/// first process of a container, too.
void end_on_signals();

/// From now on the first four set the flag, which long loops look at; a second signal ends the
/// process at once.
void catch_interrupts();

/// True once a signal came.
bool interrupted() noexcept;

}  // namespace lingan
