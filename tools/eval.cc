/// `lingan eval`: measures sentences.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>

#include "tools/command.h"
#include "tools/eval_report.h"
#include "tools/eval_text.h"

namespace lingan::tools {
namespace {

struct EvalOptions {
  EvalFiles files;
  std::vector<std::string> metrics;
  std::string protocol = "exact";
  int smoothing = -1;
  int max_order = 5;
  std::string format = "table";
};

constexpr const char* kExamples =
    "Examples:\n"
    "  lingan eval --hypotheses samples.txt --references test.txt\n"
    "  lingan sample runs/mle -n 10000 | lingan eval --hypotheses - --references test.txt --train "
    "train.txt\n"
    "  lingan eval --hypotheses a.txt --references b.txt --metrics bleu-4,self-bleu-4 --format "
    "json\n";

bool colour_wanted() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (no_color && *no_color) return false;
  return isatty(STDOUT_FILENO) && !(terminal && std::strcmp(terminal, "dumb") == 0);
}

std::string describe_metrics() {
  std::string text = "Metrics (a bare family name means its orders up to --max-order):\n";
  for (const auto& card : metrics::metric_cards()) {
    if (card.needs == metrics::Needs::kModel) continue;
    text += "  " + std::string(card.name) + (card.first_order > 0 ? "-N" : "") + ": " +
            std::string(card.summary) + " [" + std::string(card.source) + "]\n";
  }
  text += "Protocols:\n";
  for (const auto& protocol : metrics::protocols()) {
    text += "  " + std::string(protocol.name) + ": " + std::string(protocol.summary) + "\n";
  }
  return text;
}

void run_eval(const EvalOptions& options) {
  metrics::EvaluationRequest request;
  request.metrics = options.metrics;
  request.protocol = options.protocol;
  request.max_order = options.max_order;
  if (options.smoothing >= 0) request.smoothing = metrics::parse_smoothing(options.smoothing);
  EvalSentences sentences = read_eval_sentences(options.files);
  request.hypotheses = std::move(sentences.hypotheses);
  request.references = std::move(sentences.references);
  request.training = std::move(sentences.training);
  const auto values = metrics::evaluate(request);
  const std::string report = options.format == "json"
                                 ? format_metric_json(values)
                                 : format_metric_table(values, colour_wanted());
  if (std::fputs(report.c_str(), stdout) < 0 || std::fflush(stdout) != 0) {
    throw IoError("stdout: cannot write the result");
  }
}

}  // namespace

void add_eval_command(CLI::App& program) {
  auto* command =
      program.add_subcommand("eval", "Measure sentences: BLEU, Self-BLEU, diversity, novelty");
  auto options = std::make_shared<EvalOptions>();
  command
      ->add_option("--hypotheses", options->files.hypotheses,
                   "Sentences to measure, one a line; - is stdin")
      ->required();
  command->add_option("--references", options->files.references, "Real sentences to compare with");
  command->add_option("--train", options->files.training, "Training text, for novelty");
  command
      ->add_option("--metrics", options->metrics,
                   "Metrics, comma-separated (default: all that the files allow)")
      ->delimiter(',');
  command->add_option("--protocol", options->protocol, "Which sentences are compared with which")
      ->capture_default_str();
  command
      ->add_option("--tokenizer", options->files.tokenizer,
                   "whitespace, word, character, or a model file")
      ->capture_default_str();
  command
      ->add_option("--smoothing", options->smoothing,
                   "NLTK's smoothing method (default: the protocol's; exact: 1)")
      ->check(CLI::Range(0, 7));
  command->add_option("--max-order", options->max_order, "Longest n-gram of a bare family name")
      ->check(CLI::Range(1, metrics::kMaxOrder))
      ->capture_default_str();
  command->add_option("--format", options->format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  command->footer(describe_metrics() + kExamples);
  command->callback([options] { run_eval(*options); });
}

}  // namespace lingan::tools
