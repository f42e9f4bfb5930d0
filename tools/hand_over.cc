/// The work that needs torch, as `lingan` does it: it becomes `lingan-torch`.
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <lingan/base/default_threads.h>
#include <lingan/base/error.h>

#include "tools/command.h"
#include "tools/compare.h"
#include "tools/encode.h"
#include "tools/eval.h"
#include "tools/fill.h"
#include "tools/gradients.h"
#include "tools/label.h"
#include "tools/notices.h"
#include "tools/rank.h"
#include "tools/sample.h"
#include "tools/train.h"

namespace lingan::tools {
namespace {

constexpr char kTorchProgram[] = "lingan-torch";

/// Next to this program in a build tree; in an installation in a folder of its own, off the PATH.
std::filesystem::path torch_program() {
  const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  auto built = folder / kTorchProgram;
  if (std::filesystem::exists(built)) return built;
  return folder.parent_path() / LINGAN_LIBEXECDIR / "lingan" / kTorchProgram;
}

/// The lowest limit of the memory that a process may take, in bytes; RLIM_INFINITY: none.
rlim_t memory_limit() {
  rlim_t lowest = RLIM_INFINITY;
  for (const auto which : {RLIMIT_AS, RLIMIT_DATA}) {
    rlimit limit;
    if (::getrlimit(which, &limit) == 0) lowest = std::min(lowest, limit.rlim_cur);
  }
  return lowest;
}

/// Whether the program gets as far as to say its version; true where that cannot be tried.
bool is_loaded(const std::filesystem::path& program) {
  constexpr int kLoaderFailed = 127;
  const pid_t child = ::fork();
  if (child < 0) return true;
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    ::execl(program.c_str(), kTorchProgram, "--version", nullptr);
    ::_exit(0);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return !WIFEXITED(status) || WEXITSTATUS(status) != kLoaderFailed;
}

/// Where memory is limited, the loader may not get enough for libtorch, and would end the process
/// in words of its own.
void require_loadable(const std::filesystem::path& program) {
  const rlim_t limit = memory_limit();
  if (limit == RLIM_INFINITY || is_loaded(program)) return;
  throw IoError("memory is limited to " + std::to_string(limit >> 10) +
                " KiB (ulimit -v), too few to load libtorch; raise that");
}

/// MKL, which libtorch brings, does not load without one, and ends the process.
void require_working_folder() {
  std::error_code error;
  const auto folder = std::filesystem::current_path(error);
  if (folder.empty() && error == std::errc::no_such_file_or_directory) {
    throw IoError("the working folder has been removed; change to another");
  }
}

/// libgomp, which libtorch brings, would complain of a bad value in words of its own as it is
/// loaded.
void remove_bad_openmp_threads(bool quiet) {
  if (quiet) hide_notices();
  if (!openmp_threads()) ::unsetenv("OMP_NUM_THREADS");
}

/// Replaces the program of this process: arguments, streams and process id stay, and what is sound
/// of the environment.
[[noreturn]] void hand_over(const MachineOptions& machine) {
  require_working_folder();
  const std::filesystem::path program = torch_program();
  remove_bad_openmp_threads(machine.quiet);
  require_loadable(program);
  ::execv(program.c_str(), given_arguments);
  throw IoError(program.string() + ": cannot start the program that this command needs: " +
                std::strerror(errno) + "; build or install lingan as a whole");
}

}  // namespace

void train(const TrainOptions& options) { hand_over(options.machine); }
void sample(const SampleOptions& options) { hand_over(options.machine); }
void label(const LabelOptions& options) { hand_over(options.machine); }
void encode(const EncodeOptions& options) { hand_over(options.machine); }
void fill(const FillOptions& options) { hand_over(options.machine); }
void rank(const RankOptions& options) { hand_over(options.machine); }
void compare(const CompareOptions& options) { hand_over(options.machine); }
void eval_run(const EvalOptions& options) { hand_over(options.machine); }
void eval_with_network(const EvalOptions& options) { hand_over(options.machine); }
void gradients_of_runs(const GradientsOptions& options) { hand_over(options.machine); }

}  // namespace lingan::tools
