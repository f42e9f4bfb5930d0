/// `lingan sample`: sentences out of a run.
#include <cstdio>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/progress.h>
#include <lingan/run/run_sampler.h>

#include "tools/command.h"
#include "tools/machine_options.h"

namespace lingan::tools {
namespace {

constexpr const char* kExamples = R"(
Examples:
  lingan sample runs/mle -n 5
  lingan sample runs/seqgan -n 10000 --temperature 0.9 --seed 7 > samples.txt
  lingan sample runs/mle -n 3 --prompt "a man" --top-p 0.9
  lingan sample runs/mle -n 100 --format jsonl | head -1)";

struct SampleOptions {
  std::string run;
  RunSampleRequest request;
  std::string format = "text";
  std::string precision = "float32";
  MachineOptions machine;
};

std::string format_ids(std::span<const int32_t> row) {
  return fmt::format("{}", fmt::join(row, " "));
}

/// One JSON object: the text, the ids, and ln p of the sentence under the distribution it was drawn
/// from.
std::string format_json(const engine::Samples& samples, int64_t row, const Tokenizer& tokenizer) {
  const auto ids = samples.tokens.row(row);
  double log_probability = 0.0;
  for (size_t t = 0; t < ids.size(); ++t) {
    log_probability += samples.log_probabilities[row * samples.tokens.width + t];
  }
  nlohmann::ordered_json line = {
      {"text", tokenizer.decode(ids)}, {"ids", ids}, {"log_probability", log_probability}};
  return line.dump();
}

void write_line(const std::string& line) {
  if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size() ||
      std::fputc('\n', stdout) == EOF) {
    throw IoError("stdout: cannot write: the disk is full or the pipe is closed");
  }
}

void sample(SampleOptions& options) {
  options.machine.apply();
  options.request.precision = engine::precision_named(options.precision);
  const RunDirectory run = RunDirectory::open(options.run);
  const Tokenizer& tokenizer = *run.spec().tokenizer;
  Progress progress("sampling", options.request.sentences, "sentences");
  int64_t done = 0;
  sample_run(run, options.request, [&](const engine::Samples& samples) {
    for (int64_t row = 0; row < samples.tokens.rows; ++row) {
      write_line(options.format == "ids"     ? format_ids(samples.tokens.row(row))
                 : options.format == "jsonl" ? format_json(samples, row, tokenizer)
                                             : tokenizer.decode(samples.tokens.row(row)));
    }
    done += samples.tokens.rows;
    progress.update(done);
  });
  if (std::fflush(stdout) != 0) throw IoError("stdout: cannot write: the disk is full");
}

}  // namespace

void add_sample_command(CLI::App& program) {
  auto* command = program.add_subcommand("sample", "Draw sentences from a trained run");
  command->footer(kExamples);
  auto options = std::make_shared<SampleOptions>();
  auto& request = options->request;
  command->add_option("run", options->run, "Folder of the run")->required();
  command->add_option("-n,--sentences", request.sentences, "How many sentences")
      ->check(CLI::Range(int64_t{0}, int64_t{1} << 48))
      ->capture_default_str();
  command
      ->add_option("--temperature", request.options.temperature,
                   "Above 0; below 1 is safer, above 1 more varied")
      ->check(CLI::Range(1e-6, 1e6))
      ->capture_default_str();
  command->add_option("--top-k", request.options.top_k, "Draw from the K likeliest tokens; 0: all")
      ->check(CLI::Range(0, 1 << 30))
      ->capture_default_str();
  command
      ->add_option("--top-p", request.options.top_p,
                   "Draw from the fewest tokens whose probability reaches P")
      ->check(CLI::Range(1e-6, 1.0))
      ->capture_default_str();
  command->add_flag("--greedy", request.options.greedy, "Always take the likeliest token");
  command->add_option("--prompt", request.prompt, "Text that every sentence begins with");
  command->add_option("--seed", request.seed, "The same seed draws the same sentences")
      ->capture_default_str();
  command->add_option("--format", options->format, "text, jsonl or ids")
      ->check(CLI::IsMember({"text", "jsonl", "ids"}))
      ->capture_default_str();
  command->add_option("--precision", options->precision, "float32, or bf16: faster, and rounds")
      ->check(CLI::IsMember({"float32", "bf16"}))
      ->capture_default_str();
  options->machine.add_to(*command);
  command->callback([options] { sample(*options); });
}

}  // namespace lingan::tools
