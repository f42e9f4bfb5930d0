/// `lingan eval`: measures sentences.
#include "tools/eval.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/error.h>
#include <lingan/base/input.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/protocol.h>
#include <lingan/text/sacrebleu/tokenization.h>

#include "tools/command.h"
#include "tools/eval_files.h"
#include "tools/eval_modes.h"
#include "tools/eval_options.h"
#include "tools/eval_significance.h"
#include "tools/eval_vectors.h"

namespace lingan::tools {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  lingan eval --hypotheses samples.txt --references test.txt\n"
    "  lingan sample runs/mle -n 10000 | lingan eval --hypotheses - --references test.txt --train "
    "train.txt\n"
    "  lingan eval --hypotheses a.txt --references b.txt --metrics bleu-4,self-bleu-4 --format "
    "json\n"
    "  lingan eval --hypotheses system.txt --references a.txt --references b.txt --protocol paired "
    "--metrics sacrebleu,chrf2\n"
    "  lingan eval --hypotheses a.txt --hypotheses b.txt --references test.txt --protocol paired "
    "--significance bootstrap\n"
    "  lingan eval --hypotheses samples.txt --references test.txt --train train.txt --intervals "
    "--anchors --gaps\n"
    "  lingan eval runs/mle -n 10000 --references test.txt\n"
    "  lingan eval runs/mle --temperature 0.8 --metrics nll-oracle,nll-gen\n"
    "  lingan eval runs/seqgan --judge reject --metrics bleu,self-bleu\n"
    "  lingan eval --hypothesis-vectors a.npy --reference-vectors b.npy\n"
    "  lingan eval --hypotheses a.txt --references b.txt --metrics frechet,lm\n"
    "  lingan eval --hypotheses a.txt --references b.txt --encoder 'python3 encode.py' --metrics "
    "mauve,frechet\n";

std::string describe_metrics() {
  std::string text = "Metrics (a bare family name means its orders up to --max-order):\n";
  for (const auto& card : metrics::metric_cards()) {
    text += "  " + std::string(card.name) + (card.first_order > 0 ? "-N" : "") + ": " +
            std::string(card.summary) + " [" + std::string(card.paper) + "]" +
            (card.needs == metrics::Needs::kModel     ? " (of a run)\n"
             : card.needs == metrics::Needs::kVectors ? " (of vectors)\n"
             : card.needs == metrics::Needs::kGrammar ? " (of a grammar)\n"
                                                      : "\n");
  }
  text += "Protocols:\n";
  for (const auto& protocol : metrics::protocols()) {
    text += "  " + std::string(protocol.name) + ": " + std::string(protocol.summary) + "\n";
  }
  text += "Tokenizations of sacrebleu:\n";
  for (const auto& tokenization : sacrebleu_tokenizations()) {
    text += "  " + std::string(tokenization.name) + ": " + std::string(tokenization.summary) + "\n";
  }
  return text;
}

/// BLEU counts on the device; torch is not needed for it.
void use_cuda_engine() { engine::set_active_cuda(&engine::cuda_table()); }

bool is_metric(const std::string& name) {
  try {
    return !metrics::parse_metric(name, metrics::kMaxOrder).empty();
  } catch (const UsageError&) {
    return false;
  }
}

/// @throws UsageError if lines that belong together may be left out one by one.
void require_pairs(const EvalOptions& options) {
  const bool are_pairs = is_paired(options) || !options.significance.empty();
  if (!are_pairs || options.bad_text != "skip") return;
  throw UsageError(fmt::format(
      "--on-bad-text skip: with {} a line belongs to the one in its place; repair the text, or use "
      "replace",
      is_paired(options) ? "--protocol paired" : "--significance"));
}

/// @throws UsageError unless the command line names one thing to measure.
void require_one_subject(const EvalOptions& options) {
  const std::string& run = options.run;
  const auto& hypotheses = options.hypotheses;
  if (run.empty() && hypotheses.empty() && options.hypothesis_vectors.empty()) {
    throw UsageError(
        "name what to measure: a run's folder, or --hypotheses FILE, or --hypothesis-vectors FILE");
  }
  // After a space, the second metric stands where the run's folder does.
  if (!options.metrics.empty() && is_metric(run) && !names_input(run)) {
    throw UsageError(fmt::format("--metrics: names are joined by commas: --metrics {},{}",
                                 fmt::join(options.metrics, ","), run));
  }
  if (hypotheses.size() > 1 && options.significance.empty()) {
    throw UsageError(
        "--hypotheses: several systems are compared by --significance bootstrap or randomization");
  }
  if (run.empty() || hypotheses.empty()) return;
  throw UsageError(fmt::format(
      "the run {} and --hypotheses {}: which of the two is to be measured? Leave the other out "
      "(real sentences to compare a run with are --references)",
      run, fmt::join(hypotheses, ", ")));
}

/// @throws UsageError if a metric is named that only a run has, and there is none.
void require_run(const EvalOptions& options) {
  if (!options.run.empty()) return;
  for (const auto& metric : metrics::parse_metrics(options.metrics, options.max_order)) {
    if (metric.card->needs != metrics::Needs::kModel) continue;
    throw UsageError(
        fmt::format("metric {} is of a run, not of sentences: name the run's folder "
                    "(lingan eval RUN --metrics {})",
                    metric.text(), metric.text()));
  }
}

bool any_trains_network(const EvalOptions& options) {
  if (!options.significance.empty()) return false;
  if (learns_vectors(options)) return true;
  const auto metrics = metrics::parse_metrics(options.metrics, options.max_order);
  return std::ranges::any_of(metrics,
                             [](const auto& metric) { return metric.card->trains_network; });
}

void run_eval(const EvalOptions& options) {
  require_distinct_files(options);
  if (!options.run.empty()) return eval_run(options);
  if (any_trains_network(options)) return eval_with_network(options);
  options.machine.apply(use_cuda_engine);
  if (!options.significance.empty()) return eval_significance(options);
  eval_files(options, evaluation_options(options));
}

}  // namespace

void add_eval_command(CLI::App& program) {
  auto* command =
      program.add_subcommand("eval", "Measure sentences: BLEU, Self-BLEU, diversity, novelty");
  auto options = std::make_shared<EvalOptions>();
  add_eval_options(*command, *options);
  command->footer(describe_metrics() + kExamples);
  command->callback([options, command, modes = eval_modes(*options)] {
    require_one_subject(*options);
    require_run(*options);
    modes.check(*command);
    require_pairs(*options);
    require_whole_pairs(*options);
    run_eval(*options);
  });
}

}  // namespace lingan::tools
