/// The work that needs torch, as `lingan` does it: it becomes `lingan-torch`.
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <unistd.h>

#include <lingan/base/error.h>

#include "tools/command.h"
#include "tools/compare.h"
#include "tools/eval.h"
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

/// Replaces the program of this process: arguments, streams, environment and process id stay.
[[noreturn]] void hand_over() {
  const std::filesystem::path program = torch_program();
  ::execv(program.c_str(), given_arguments);
  throw IoError(program.string() + ": cannot start the program that this command needs: " +
                std::strerror(errno) + "; build or install lingan as a whole");
}

}  // namespace

void train(const TrainOptions&) { hand_over(); }
void sample(const SampleOptions&) { hand_over(); }
void compare(const CompareOptions&) { hand_over(); }
void eval_run(const EvalOptions&) { hand_over(); }

}  // namespace lingan::tools
