/// The `lingan` program: its command line, and what it answers.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lingan/base/default_threads.h>
#include <lingan/base/error.h>
#include <lingan/engine/cuda_library.h>

#include "tools/command.h"
#include "tools/command_line_names.h"
#include "tools/failure.h"
#include "tools/notices.h"
#include "tools/process.h"
#include "tools/progress_line.h"
#include "tools/terminal.h"
#include "tools/usage_message.h"

namespace {

using namespace lingan::tools;

int report(const std::string& message, int code) {
  std::fprintf(stderr, "lingan: %s\n", one_line(in_words_of_the_command_line(message)).c_str());
  return code;
}

/// The arguments as CLI11 wants them, last first. An empty value after an equals sign becomes an
/// argument of its own: CLI11 would take the next one for it.
std::vector<std::string> arguments_of(int argc, char** argv) {
  std::vector<std::string> arguments;
  bool are_options = true;
  for (int i = 1; i < argc; ++i) {
    std::string argument = argv[i];
    are_options = are_options && argument != "--";
    const bool has_empty_value =
        are_options && argument.starts_with("--") && argument.find('=') == argument.size() - 1;
    if (has_empty_value) argument.pop_back();
    arguments.push_back(std::move(argument));
    if (has_empty_value) arguments.emplace_back();
  }
  std::ranges::reverse(arguments);
  return arguments;
}

/// How many arguments there are up to the first that stands where a command should and is none:
/// help asked for after it is not the help of what it meant.
int until_unknown_command(const CLI::App& program, int argc, char** argv) {
  const CLI::App* command = &program;
  for (int i = 1; i < argc && argv[i][0] != '-'; ++i) {
    const auto is_named = [&](const CLI::App* inner) { return inner->check_name(argv[i]); };
    if (command->get_subcommands([](const CLI::App*) { return true; }).empty()) break;
    const auto named = command->get_subcommands(is_named);
    if (named.empty()) return i + 1;
    command = named.front();
  }
  return argc;
}

/// Does what the command line asks for, or prints help, the version, or what is wrong with it.
int parse(CLI::App& program, int argc, char** argv) {
  try {
    program.parse(arguments_of(until_unknown_command(program, argc, argv), argv));
    return 0;
  } catch (const CLI::ParseError& error) {
    std::ostringstream out, err;
    const int code = program.exit(error, out, err);
    write_stdout(out.str());
    std::fputs(err.str().c_str(), stderr);
    return code == 0 ? 0 : kUsage;
  }
}

int run(CLI::App& program, int argc, char** argv) {
  try {
    require_stack();
    return parse(program, argc, argv);
  } catch (const lingan::ReaderLeft& error) {
    return readers_may_leave() ? 0 : report(error.what(), kFailed);
  } catch (...) {
    const Failure failure = present_failure();
    return report(failure.message, failure.code);
  }
}

/// The version, and what this program can use.
std::string version() {
  const lingan::DefaultThreads threads = lingan::default_threads();
  return std::string("lingan " LINGAN_VERSION " (libtorch " LINGAN_TORCH_VERSION "; devices: cpu") +
         (lingan::engine::cuda_library_is_there() ? ", cuda)" : ")") +
         "\nthreads: " + std::to_string(threads.count) + " (" + threads.reason + ")";
}

}  // namespace

char** lingan::tools::given_arguments = nullptr;

int main(int argc, char** argv) {
  prepare_process();
  lingan::tools::given_arguments = argv;
  CLI::App program{
      "Adversarial text generation over discrete tokens: train, sample, measure, compare.",
      "lingan"};
  program.require_subcommand(1);
  program.footer(
      "Every input is a file, a pipe, or - for stdin; gzip, xz and Zstandard are unpacked.\n"
      "Exit codes: 0 done; 1 a file or the system is at fault; 2 the command line; 130 "
      "interrupted,\nor, where there is no run to keep, 128 and the signal's number.\n"
      "Where the reader of stdout leaves (| head), a command ends quietly with 0, once what it "
      "writes elsewhere is written; with 1 where SIGPIPE is ignored.");
  program.set_version_flag("--version", version);
  program.failure_message(usage_message);
  show_progress();
  show_notices();
  add_commands(program);
  return run(program, argc, argv);
}
